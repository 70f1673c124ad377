//! A person who has the link that a unit gave to many, who reads every open page, and who can log in at
//! another unit, tries whatever can be tried, in any order. It never becomes a yes for a child.
//!
//! `SEQUENCES` says how many times, and `KLARTECKEN` which program, when it is not this one.

#![expect(
    clippy::unwrap_used,
    reason = "a test says what went wrong by stopping there"
)]

#[allow(
    dead_code,
    reason = "shared with the test of crashes, which uses another part"
)]
mod program;
#[allow(
    dead_code,
    reason = "shared with the tests inside, which use another part"
)]
mod smtp;

use std::collections::BTreeMap;

use serde_json::{Value, json};

use self::program::{Connection, Program, log_in};

const PASSWORD: &str = "klartecken-demo";
/// How often, unless it is said.
const SEQUENCES: u64 = 120;
/// How many things are tried each time.
const STEPS: u64 = 6;
/// What a picture of the child shows that was published before, and the adversary may never read.
const SECRET: &str = "Hemlig utflykt";
const UNIT: &str = "ekskolan";
const OTHER_UNIT: &str = "simhallen";

/// The same numbers for the same seed (SplitMix64).
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % bound
    }

    fn pick<T: Copy>(&mut self, of: &[T]) -> T {
        of[usize::try_from(self.below(of.len() as u64)).unwrap()]
    }
}

/// What was known of the child before.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Before {
    Nothing,
    InForce,
    Withdrawn,
    Refused,
}

/// A person with a browser.
struct Browser {
    connection: Connection,
    cookie: String,
    /// Where they seem to come from: the limits are for addresses, and each has one of their own.
    from: String,
    keys: u64,
}

impl Browser {
    fn new(program: &Program, from: String, cookie: String) -> Self {
        Self {
            connection: Connection::open(&program.address).unwrap(),
            cookie,
            from,
            keys: 0,
        }
    }

    fn call(&mut self, method: &str, path: &str, version: i64, body: &Value) -> (u16, Value) {
        self.keys += 1;
        let headers = format!(
            "content-type: application/json\r\ncookie: {}\r\nif-match: \"{version}\"\r\n\
             idempotency-key: {}-{}\r\nx-forwarded-for: {}\r\n",
            self.cookie, self.from, self.keys, self.from
        );
        let text = if method == "GET" {
            String::new()
        } else {
            body.to_string()
        };
        let (status, cookie, answer) = self.connection.ask(method, path, &headers, &text).unwrap();
        if let Some(cookie) = cookie.split(';').next().filter(|cookie| !cookie.is_empty()) {
            cookie.clone_into(&mut self.cookie);
        }
        (status, answer)
    }
}

/// What is played on.
struct Play {
    program: Program,
    /// A communicator, who also judges.
    staff: Browser,
    /// The administrator, who reads the letters of the demo.
    admin: Browser,
    /// A member of another unit's staff.
    stranger: Browser,
    /// The link that the unit gave to many.
    shared: String,
    /// Answers that keep every rule, but for whom they are about and who gives them.
    answers: Value,
    /// How many of each kind of command were taken.
    taken: BTreeMap<&'static str, u64>,
}

/// A child, and what the adversary has come to so far.
struct Attack {
    number: u64,
    child: String,
    before: Before,
    /// The consent that was there before, and the child's id.
    consent: Option<(String, String)>,
    /// Browsers that have opened a link.
    open: Vec<(Browser, String)>,
    /// Everything the adversary was told.
    told: String,
}

impl Play {
    fn begin(folder: &std::path::Path) -> Self {
        let program = Program::demo(&folder.join("k.db"), &[("PROXY", "127.0.0.1")]);
        let who = |name: &str, from: &str| {
            let cookie = log_in(&program.address, name, PASSWORD);
            Browser::new(&program, from.to_owned(), cookie)
        };
        let mut staff = who("kommunikator", "10.0.0.1");
        let admin = who("administrator", "10.0.0.3");
        let stranger = who("medarbetare2", "10.0.0.2");
        let search = json!({ "sok": "elev fyra" });
        let (_, found) = staff.call("POST", "/api/samtycken/sok", 0, &search);
        let id = found["samtycken"][0]["id"].as_str().unwrap().to_owned();
        let (_, like) = staff.call("GET", &format!("/api/samtycken/{id}"), 0, &Value::Null);
        let question = json!({
            "blankett": "samtycke-ungdom", "enhet": UNIT,
            "tillfalle": { "slag": "fortlopande" },
            "kanaler": ["kommunens-konton", "webbplats", "intranat"],
            "till": like["skapat"].as_str().unwrap()[..10],
        });
        let (status, asked) = staff.call("POST", "/api/samtycke/begaran", 0, &question);
        assert_eq!(status, 201, "{asked}");
        let shared = asked["lank"].as_str().unwrap().split('#').nth(1).unwrap();
        Self {
            shared: shared.to_owned(),
            answers: like["utkast"].clone(),
            program,
            staff,
            admin,
            stranger,
            taken: BTreeMap::new(),
        }
    }

    /// Makes a child, with what was known before.
    fn child(&mut self, number: u64, before: Before) -> Attack {
        let child = format!("Barn Offer{number}");
        let mut attack = Attack {
            number,
            child: child.clone(),
            before,
            consent: None,
            open: Vec::new(),
            told: String::new(),
        };
        if before == Before::Nothing {
            return attack;
        }
        let mut draft = self.answers.clone();
        draft["form"] = json!("samtycke-papper");
        let opinion = if before == Before::Refused {
            "nej"
        } else {
            "ja"
        };
        draft["svar"] = json!({
            "namn": child, "fodelsedatum": "2016-05-04", "verksamhet": UNIT,
            "papper-av": "tva-vardnadshavare", "papper-namn": "Vårdnadshavare Rätt",
            "papper-andra-namn": "Vårdnadshavare Riktig", "barnets-asikt": opinion,
            "papper-dag": "2026-10-01", "papper-plats": format!("Skåp {number}"),
            "bilder-fran": "fortlopande", "foto": "ja", "film": "nej", "ljud": "nej",
            "kanaler": ["kommunens-konton", "webbplats"],
            "kanal-kommunens-konton": "nej", "kanal-webbplats": "ja",
            "andamal-informera": "ja", "andamal-marknadsfora": "nej", "delning": "nej",
            "namn-med-bild": "nej", "giltighet": "tills-vidare",
        });
        let form = json!({ "form": "samtycke-papper" });
        let (_, begun) = self.staff.call("POST", "/api/samtycken", 0, &form);
        let path = format!("/api/samtycken/{}", begun["id"].as_str().unwrap());
        let register = json!({ "kommando": "registrera", "utkast": draft });
        let command = [&path, "/kommando"].concat();
        let (status, mut consent) = self.staff.call("POST", &command, 1, &register);
        assert_eq!(status, 200, "{consent}");
        let subject = consent["individ"].as_str().unwrap().to_owned();
        if before == Before::InForce || before == Before::Withdrawn {
            let picture = publication(&subject, "webbplats", &format!("{SECRET} {number}"));
            let (status, published) = self.staff.call("POST", "/api/publiceringar", 0, &picture);
            assert_eq!(status, 201, "{published}");
        }
        if before == Before::Withdrawn {
            let version = consent["version"].as_i64().unwrap();
            let all = json!({ "kommando": "ta-tillbaka", "vad": "allt" });
            let (status, withdrawn) = self.staff.call("POST", &command, version, &all);
            assert_eq!(status, 200, "{withdrawn}");
            consent = withdrawn;
        }
        attack.consent = Some((consent["id"].as_str().unwrap().to_owned(), subject));
        attack
    }

    /// Opens a link. Gives what its holder is told.
    fn open(&mut self, attack: &mut Attack, token: &str) -> Option<(Browser, Value)> {
        let from = address(attack.number, attack.open.len() as u64);
        let mut browser = Browser::new(&self.program, from, String::new());
        let (status, seen) = browser.call("POST", "/api/lank", 0, &json!({ "nyckel": token }));
        attack.told.push_str(&seen.to_string());
        (status == 200).then_some((browser, seen))
    }

    /// Shows who one is with a code that came to an own address.
    fn prove(&mut self, attack: &mut Attack, browser: &mut Browser, to: &str, typed: bool) -> bool {
        let wanted = if typed {
            json!({ "epost": to })
        } else {
            json!({})
        };
        let (status, _) = browser.call("POST", "/api/lank/kod", 0, &wanted);
        if status != 204 {
            return false;
        }
        let letter = self.letter(&[to.to_owned()], "samtycke-kod");
        let Some(code) = letter.and_then(|(_, text)| code_in(&text)) else {
            return false;
        };
        let code = json!({ "kod": code });
        let (status, seen) = browser.call("POST", "/api/lank/legitimera", 0, &code);
        attack.told.push_str(&seen.to_string());
        status == 200
    }

    /// The newest letter of a kind to one of these addresses, as the demo's administrator reads it: to whom, and
    /// what it says.
    fn letter(&mut self, to: &[String], kind: &str) -> Option<(String, String)> {
        let letters = self.letters();
        let receiver = |letter: &Value| letter["innehall"]["till"].as_str().map(str::to_owned);
        let newest = letters
            .iter()
            .filter(|letter| letter["brev"] == kind)
            .filter(|letter| receiver(letter).is_some_and(|receiver| to.contains(&receiver)))
            .max_by_key(|letter| letter["handelse"].as_i64())?;
        let told = |name: &str| newest["innehall"][name].as_str().unwrap_or_default();
        Some((receiver(newest)?, [told("text"), told("lank")].join(" ")))
    }

    fn letters(&mut self) -> Vec<Value> {
        let (_, outbox) = self.admin.call("GET", "/api/utkorg", 0, &Value::Null);
        outbox["brev"].as_array().unwrap().clone()
    }

    fn command(&mut self, attack: &mut Attack, place: usize, kind: &'static str, more: Value) {
        let (browser, _) = &mut attack.open[place];
        let (_, seen) = browser.call("GET", "/api/lank", 0, &Value::Null);
        let Some(version) = seen["version"].as_i64() else {
            return;
        };
        let mut body = more;
        body["kommando"] = json!(kind);
        if kind == "signera" {
            body["textversion"] = seen["textversion"].clone();
            body["svar"] = json!(seen["svar"].as_str().unwrap_or_default());
        }
        let (status, answer) = browser.call("POST", "/api/lank/kommando", version, &body);
        attack.told.push_str(&seen.to_string());
        attack.told.push_str(&answer.to_string());
        if status == 200 {
            *self.taken.entry(kind).or_default() += 1;
        }
    }

    /// Answers for the child at the link that many have.
    fn answer(&mut self, attack: &mut Attack, dice: &mut Dice) {
        let token = self.shared.clone();
        let serial = attack.open.len();
        let own = format!("a{}x{serial}@fiende.example", attack.number);
        self.answer_at(attack, dice, &token, &own);
    }

    /// Answers for the child at a link, in one's own name, and with a code to this address or without any.
    fn answer_at(&mut self, attack: &mut Attack, dice: &mut Dice, token: &str, own: &str) {
        let Some((mut browser, _)) = self.open(attack, token) else {
            return;
        };
        let serial = attack.open.len();
        let other = format!("b{}x{serial}@fiende.example", attack.number);
        let mut draft = self.answers.clone();
        let answers = draft["svar"].as_object_mut().unwrap();
        let with_mail = dice.below(2) == 0;
        answers.remove("din-telefon");
        for (name, value) in [
            ("ditt-namn", "Någon Annan"),
            ("barnets-namn", attack.child.as_str()),
            ("barnets-fodelsedatum", "2016-05-04"),
            ("andra-namn", "Någon Tredje"),
            ("andra-epost", other.as_str()),
        ] {
            answers.insert(name.to_owned(), json!(value));
        }
        if with_mail {
            answers.insert("din-epost".to_owned(), json!(own));
        } else {
            answers.insert("din-telefon".to_owned(), json!("070-174 06 05"));
        }
        match dice.below(5) {
            // Alone.
            0 => {
                answers.insert("antal-vardnadshavare".to_owned(), json!("en"));
                answers.remove("andra-namn");
                answers.remove("andra-epost");
            }
            // A no.
            1 => {
                answers.insert("barnets-asikt".to_owned(), json!("nej"));
            }
            // Narrower.
            2 => {
                answers.insert("kanal-webbplats".to_owned(), json!("nej"));
            }
            _ => {}
        }
        let (status, kept) = browser.call("PUT", "/api/lank/utkast", 0, &draft);
        attack.told.push_str(&kept.to_string());
        if status != 200 {
            return;
        }
        if with_mail {
            self.prove(attack, &mut browser, own, true);
        }
        attack.open.push((browser, own.to_owned()));
        let place = attack.open.len() - 1;
        self.command(attack, place, "signera", json!({}));
    }

    /// Signs, or says no, as the second one whom the adversary has named.
    fn answer_second(&mut self, attack: &mut Attack, dice: &mut Dice) {
        let own: Vec<String> = (0..attack.open.len())
            .map(|serial| format!("b{}x{serial}@fiende.example", attack.number))
            .collect();
        let Some((to, letter)) = self.letter(&own, "samtycke-medsignera") else {
            return;
        };
        let Some(token) = token_in(&letter) else {
            return;
        };
        let Some((mut browser, _)) = self.open(attack, &token) else {
            return;
        };
        if dice.below(4) != 0 {
            self.prove(attack, &mut browser, &to, false);
        }
        attack.open.push((browser, to));
        let place = attack.open.len() - 1;
        let kind = dice.pick(&["signera", "signera", "neka", "ta-tillbaka"]);
        let more = inputs(kind, dice);
        self.command(attack, place, kind, more);
    }

    /// Does something more with a link that is open.
    fn go_on(&mut self, attack: &mut Attack, dice: &mut Dice) {
        if attack.open.is_empty() {
            return;
        }
        let place = usize::try_from(dice.below(attack.open.len() as u64)).unwrap();
        let kind = dice.pick(&["andra", "ta-tillbaka", "neka", "signera"]);
        let more = inputs(kind, dice);
        self.command(attack, place, kind, more);
    }

    /// Tries what a login at another unit gives.
    fn elsewhere(&mut self, attack: &mut Attack, dice: &mut Dice) {
        // A child whom nobody knows is the other unit's as much as any.
        let own_unit = attack.before != Before::Nothing && dice.below(2) == 0;
        let unit = if own_unit { OTHER_UNIT } else { UNIT };
        match dice.below(4) {
            0 => {
                let form = json!({ "form": "samtycke-papper" });
                let (_, begun) = self.stranger.call("POST", "/api/samtycken", 0, &form);
                let draft = json!({ "form": "samtycke-papper", "svar": {
                    "namn": attack.child, "fodelsedatum": "2016-05-04", "verksamhet": unit,
                    "papper-av": "vardnadshavare", "papper-namn": "Någon Annan",
                    "barnets-asikt": "ja", "papper-dag": "2026-10-02",
                    "papper-plats": format!("Låda {}", dice.below(1 << 40)),
                    "bilder-fran": "fortlopande", "foto": "ja", "film": "nej", "ljud": "nej",
                    "kanaler": ["webbplats", "intranat"],
                    "kanal-webbplats": "ja", "kanal-intranat": "ja",
                    "andamal-informera": "ja", "andamal-marknadsfora": "nej", "delning": "nej",
                    "namn-med-bild": "nej", "giltighet": "tills-vidare",
                }});
                let path = format!("/api/samtycken/{}/kommando", begun["id"].as_str().unwrap());
                let register = json!({ "kommando": "registrera", "utkast": draft });
                let (_, answer) = self.stranger.call("POST", &path, 1, &register);
                attack.told.push_str(&answer.to_string());
            }
            // The own unit's list names the own friend as the child's guardian, and asks.
            1 | 2 => {
                let question = json!({
                    "blankett": "samtycke-ungdom", "enhet": unit,
                    "tillfalle": { "slag": "fortlopande" },
                    "kanaler": ["kommunens-konton", "webbplats", "intranat"],
                    "till": "2027-01-01",
                });
                let (_, answer) = self
                    .stranger
                    .call("POST", "/api/samtycke/begaran", 0, &question);
                attack.told.push_str(&answer.to_string());
                let link = answer["lank"].as_str().and_then(token_in);
                let own = format!("l{}@fiende.example", attack.number);
                let row = format!("{};2016-05-04;Någon Annan;{own}", attack.child);
                let path = format!("/api/enheter/{unit}/lista");
                let rows = json!({ "text": row });
                let (_, answer) = self.stranger.call("POST", &path, 0, &rows);
                attack.told.push_str(&answer.to_string());
                if let Some(token) = link {
                    self.answer_at(attack, dice, &token, &own);
                }
            }
            _ => {
                let Some((id, _)) = &attack.consent else {
                    return;
                };
                let path = format!("/api/samtycken/{id}/kommando");
                for version in 2..5 {
                    let body = dice.pick(&[
                        r#"{"kommando":"bekrafta","part":0,"hur":"kanner"}"#,
                        r#"{"kommando":"godkann","kommentar":"Ja"}"#,
                        r#"{"kommando":"intyga","part":0,"svar":"ja"}"#,
                        r#"{"kommando":"nej-utrett","utfall":"misstag"}"#,
                        r#"{"kommando":"tvist-lost","kommentar":"Ja"}"#,
                    ]);
                    let body = serde_json::from_str(body).unwrap();
                    let (_, answer) = self.stranger.call("POST", &path, version, &body);
                    attack.told.push_str(&answer.to_string());
                }
            }
        }
    }

    /// Tries an open page.
    fn anonymously(&mut self, attack: &mut Attack, dice: &mut Dice) {
        let from = address(attack.number, 99);
        let mut browser = Browser::new(&self.program, from, String::new());
        let (path, body) = if dice.below(2) == 0 {
            let draft = json!({ "form": "ta-tillbaka", "svar": {
                "har-lank": "utan-lank", "samtyckets-nummer": attack.child,
                "aterkallelse-fodelsedatum": "2016-05-04", "ring-mig": "070-174 06 05",
                "ta-tillbaka-vad": "allt",
            }});
            ("/api/ta-tillbaka", draft)
        } else {
            let draft = json!({ "form": "avliden", "svar": {
                "avliden-namn": attack.child, "avliden-fodelsedatum": "2016-05-04",
                "ditt-namn": "Någon Annan", "relation": "Syskon", "din-epost": "c@fiende.example",
                "onskan": "far-anvandas", "narstaende-overens": "ja",
            }});
            ("/api/avliden", draft)
        };
        let (_, answer) = browser.call("POST", path, 0, &body);
        attack.told.push_str(&answer.to_string());
    }

    /// What may not have happened, whatever was tried.
    fn judge(&mut self, attack: &Attack) -> Result<(), String> {
        let (_, found) = self.staff.call(
            "POST",
            "/api/individer/sok",
            0,
            &json!({ "sok": attack.child }),
        );
        // A paper said yes to the website alone.
        let forbidden = if attack.before == Before::InForce {
            "intranat"
        } else {
            "webbplats"
        };
        for person in found["individer"].as_array().unwrap() {
            let id = person["id"].as_str().unwrap();
            let picture = publication(id, forbidden, "Prov");
            let (status, answer) = self.staff.call("POST", "/api/publiceringar", 0, &picture);
            if status == 201 {
                return Err(format!("a yes for {}: {answer}", attack.child));
            }
        }
        if let Some((id, _)) = &attack.consent {
            let (_, kept) =
                self.staff
                    .call("GET", &format!("/api/samtycken/{id}"), 0, &Value::Null);
            let allowed: &[&str] = match attack.before {
                Before::InForce => &["galler", "fryst"],
                Before::Withdrawn => &["aterkallad"],
                Before::Refused => &["nekad"],
                Before::Nothing => &[],
            };
            let state = kept["lage"].as_str().unwrap_or_default();
            if !allowed.contains(&state) {
                return Err(format!("what was {:?} is {state}", attack.before));
            }
        }
        if attack.told.contains(SECRET) {
            return Err("an earlier picture was told".to_owned());
        }
        let child = attack.child.as_str();
        let letters = self.letters();
        match letters
            .iter()
            .find(|letter| letter["innehall"].to_string().contains(child))
        {
            Some(letter) => Err(format!("a letter names {child}: {letter}")),
            None => Ok(()),
        }
    }

    /// Plays once.
    fn attack(&mut self, number: u64) -> Result<(), String> {
        let mut dice = Dice(number);
        let before = dice.pick(&[
            Before::Nothing,
            Before::InForce,
            Before::Withdrawn,
            Before::Refused,
        ]);
        let mut attack = self.child(number, before);
        self.answer(&mut attack, &mut dice);
        for _ in 0..STEPS {
            match dice.below(10) {
                0 => self.answer(&mut attack, &mut dice),
                1..5 => self.answer_second(&mut attack, &mut dice),
                5..8 => self.go_on(&mut attack, &mut dice),
                8 => self.elsewhere(&mut attack, &mut dice),
                _ => self.anonymously(&mut attack, &mut dice),
            }
        }
        let verdict = self.judge(&attack);
        verdict.map_err(|what| format!("sequence {number}, {before:?}: {what}"))
    }
}

/// An address of its own for each browser: the limits are told for an address.
fn address(number: u64, browser: u64) -> String {
    format!(
        "10.{}.{}.{}",
        1 + browser % 250,
        number / 250 % 250,
        number % 250
    )
}

/// What a command needs besides.
fn inputs(kind: &str, dice: &mut Dice) -> Value {
    if kind != "ta-tillbaka" {
        return json!({});
    }
    let text = dice.pick(&[
        r#"{"vad":"allt"}"#,
        r#"{"vad":"kanaler","vilka":["webbplats"]}"#,
        r#"{"vad":"fotografera-mig-inte"}"#,
    ]);
    serde_json::from_str(text).unwrap()
}

fn publication(subject: &str, channel: &str, title: &str) -> Value {
    json!({
        "fraga": {
            "kanal": channel, "medium": "foto", "andamal": "informera", "tagen": "2026-11-20",
            "personer": { "slag": "personer", "individer": [subject] },
            "namn": "nej", "foretag": false, "egen_bild": true, "tvekan": false,
        },
        "bild": { "titel": title },
    })
}

/// The code in a letter, which has a line of its own.
fn code_in(text: &str) -> Option<String> {
    let sign = |sign: char| sign.is_ascii_uppercase() || sign.is_ascii_digit();
    let mut lines = text.lines();
    let code = lines.find(|line| line.len() == 8 && line.chars().all(sign))?;
    Some(code.to_owned())
}

fn token_in(text: &str) -> Option<String> {
    let (_, rest) = text.split_once("/samtycke/lank#")?;
    let is_part = |sign: &char| sign.is_ascii_alphanumeric() || *sign == '-' || *sign == '_';
    Some(rest.chars().take_while(is_part).collect())
}

#[test]
fn no_order_of_what_others_can_do_is_a_yes_for_a_child() {
    let sequences = std::env::var("SEQUENCES")
        .ok()
        .and_then(|number| number.parse().ok())
        .unwrap_or(SEQUENCES);
    let folder = tempfile::tempdir().unwrap();
    let mut play = Play::begin(folder.path());
    for number in 0..sequences {
        if let Err(what) = play.attack(number) {
            panic!("{what}; {:?} were taken before", play.taken);
        }
    }
    let all: u64 = play.taken.values().sum();
    println!(
        "{sequences} sequences, {all} commands taken: {:?}",
        play.taken
    );
    // An adversary whom nobody listens to proves nothing.
    for kind in ["signera", "neka", "andra", "ta-tillbaka"] {
        let taken = play.taken.get(kind).copied().unwrap_or_default();
        assert!(sequences <= taken * 33, "{kind}: {taken} of {sequences}");
    }
    assert!(sequences * 3 <= all * 10, "{all} of {sequences}");
    play.program.kill();
}
