# sandbox.sh KIND FOLDER makes FOLDER a place where nothing has been built before, with the committed tree in
# it; sandbox.sh KIND FOLDER COMMAND… runs a command there that knows nothing but what the network asks for.
#
# A `folder` has this machine's system and Node, and a Rust that has only been installed. A `debian` has what
# the README names and nothing else: `build-essential`, rustup without a toolchain and the oldest Node.
set -eu
kind=$1 folder=$2
shift 2
certificates=/etc/ssl/certs/ca-certificates.crt
network='http_proxy|https_proxy|no_proxy|HTTP_PROXY|HTTPS_PROXY|NO_PROXY|SSL_CERT_FILE|NODE_EXTRA_CA_CERTS'

# Becomes the command.
enter() {
    if [ "$kind" = debian ]; then
        inside=''
        export SSL_CERT_FILE=$certificates NODE_EXTRA_CA_CERTS=$certificates
        unset CHROMIUM RUSTUP_AUTO_INSTALL
    else
        inside=$folder
        # rustup is to add nothing by itself, as on some machines.
        export RUSTUP_AUTO_INSTALL=0
    fi
    # One variable a line, since a value may hold spaces, and nothing in it stands for files.
    set -f
    IFS='
'
    set -- $(env | grep -E "^($network|RUSTUP_DIST_SERVER|RUSTUP_AUTO_INSTALL|CHROMIUM)=") "$@"
    set -- env -i --chdir="$inside/klartecken" HOME="$inside/root" \
        PATH="$inside/root/.cargo/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin" "$@"
    [ "$kind" = debian ] || exec "$@"
    # Puts the folder in the place of everything, in a mount and process space of its own, so that nothing of
    # it outlives the command. The first process of such a space hears no Ctrl-C unless it says so, and all
    # the others end with it.
    exec unshare --mount --pid --fork --kill-child sh -c '
        trap "exit 130" INT TERM
        mount --rbind /dev "$0/dev" && mount -t proc proc "$0/proc" || exit
        chroot "$0" "$@" & wait $!' "$folder" "$@"
}

refuse() {
    echo "$1" >&2
    exit 1
}

has() {
    command -v "$1" || refuse "$1 is missing: install it, or put it on PATH"
}

# Node and npm lie in the registry of npm, too, with the same files as Node's own.
unpack() {
    mkdir -p "$folder/packed" "$2"
    (cd "$folder/packed"; npm pack --silent "$1"; tar --strip-components=1 -C "$2" -xzf ./*.tgz)
    rm -r "$folder/packed"
}

[ $# = 0 ] || enter "$@"

# What runs that were broken off have left.
for left in "${folder%-*}"-*; do
    [ -e "/proc/${left##*-}" ] || rm -rf --one-file-system "$left"
done
mkdir -m 755 "$folder"
if [ "$kind" = debian ]; then
    [ "$(id -u)" = 0 ] || refuse "a Debian of its own needs root: \
\`sudo env PATH=\"\$PATH:/usr/sbin\" ${CARGO_TARGET_DIR:-target}/debug/xtask fresh --root\`"
    has debootstrap > /dev/null
    site=http://deb.debian.org
    # It mounts, too.
    unshare --mount debootstrap --variant=minbase --include=build-essential,ca-certificates,curl \
        bookworm "$folder" $site/debian > /dev/null
    printf "deb $site/%s main\n" 'debian bookworm' 'debian bookworm-updates' \
        'debian-security bookworm-security' > "$folder/etc/apt/sources.list"
    # Names of hosts and whose certificates are believed are the network's, not the machine's.
    cp /etc/resolv.conf /etc/hosts "$folder/etc/"
    cp "${SSL_CERT_FILE:-$certificates}" "$folder$certificates"
    unpack "node-linux-$(node -p process.arch)@20" "$folder/usr/local"
    unpack npm@10 "$folder/usr/local/lib/node_modules/npm"
    for name in npm npx; do
        ln -s ../lib/node_modules/npm/bin/$name-cli.js "$folder/usr/local/bin/$name"
    done
    chmod +x "$folder/usr/local/bin/node"
    # As its own site installs it: the tree names the toolchain that it needs.
    rust='curl -sSf -o /tmp/rustup-init \
            "https://static.rust-lang.org/rustup/dist/$(uname -m)-unknown-linux-gnu/rustup-init"
        chmod +x /tmp/rustup-init
        /tmp/rustup-init -y -q --default-toolchain none --no-modify-path'
else
    # What else lies beside these programs is not a newcomer's.
    bin=$folder/root/.cargo/bin
    mkdir -p "$bin"
    for name in node npm npx; do ln -s "$(has $name)" "$bin/$name"; done
    for name in rustup cargo rustc rustdoc; do ln -s "$(has rustup)" "$bin/$name"; done
    rust='channel=$(sed -n "s/^channel = \"\(.*\)\"/\1/p" rust-toolchain.toml)
        rustup toolchain install "$channel" --profile minimal --no-self-update'
fi
mkdir "$folder/klartecken"
git archive HEAD | tar -x -C "$folder/klartecken"
enter sh -euc "$rust"
