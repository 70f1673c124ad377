//! The ids of what the store answers besides yes: the last part of `type` in a problem document (RFC 9457).
//!
//! The store gives each its status and its data; the app has the sentences that people read.

use crate::value::word::words;

words! {
    /// Why a request did not do what it asked for.
    ProblemId {
        Findings "fynd" "Rules are broken" "Answers break rules; `fynd` lists the findings.",
        RequestFaults "begaran-fel" "Request needs mending" "A request for consents has faults; `fel` lists them.",
        DecisionMissing "beslut-saknas" "Decision required" "Nothing is destroyed without the number of a decision.",
        NotIdentified "legitimering-kravs" "Identification required" "Whoever holds a link has to show who they are first.",
        AlreadyThere "redan-registrerat" "Registered before" "The same paper has been registered before.",
        NotLoggedIn "inloggning-kravs" "Login required" "Nobody is logged in.",
        WrongLogin "inloggning-fel" "Login failed" "The name or the password is wrong.",
        TooManyLogins "for-manga-forsok" "Too many attempts" "Too many attempts to log in; `vanta_sekunder` says how long to wait.",
        LinkOver "lanken-galler-inte" "Link leads nowhere" "The link is used, expired, revoked or was never made.",
        WrongCode "koden-stammer-inte" "Code does not fit" "The one-time code is wrong or too old.",
        LetterErased "brevet-raderat" "Letter erased" "What the letter said has been destroyed, so it cannot be sent again.",
        NotFound "finns-inte" "Not found" "The thing does not exist, or this person may not know of it.",
        MethodNotAllowed "fel-metod" "Method not allowed" "The address does not take this method.",
        Malformed "trasig-begaran" "Malformed request" "The request cannot be read; `del`, `rad` and `kolumn` say where.",
        TooLarge "for-stor" "Too large" "The body is larger than the store reads.",
        TooSlow "for-langsam" "Too slow" "The request took too long to arrive or to answer.",
        NotJson "inte-json" "Not JSON" "The body is not said to be JSON.",
        VersionMissing "version-saknas" "If-Match required" "A change does not say which version it changes.",
        Stale "inaktuell" "Changed since" "The document has another version by now; `version` says which.",
        KeyMissing "nyckel-saknas" "Idempotency-Key required" "A command has no idempotency key.",
        KeyReused "nyckel-aterbruk" "Idempotency-Key used for another request" "The idempotency key belongs to another command.",
        CrossSite "annan-webbplats" "Cross-site request" "The change was asked for from another site.",
        Busy "upptagen" "Busy" "The store has too much to write; try again later.",
        StorageFull "fullt" "Storage full" "The disk of the store is full.",
        Stopping "stanger" "Stopping" "The store is on its way down.",
        Failed "fel-hos-oss" "Failure" "The database or the program failed; the reason is in the log.",
        NotAllowed "inte-behorig" "Not allowed" "This person may not do this.",
        OwnCase "eget-arende" "Own case" "Nobody decides their own case.",
        OwnConsent "eget-samtycke" "Own consent" "Nobody decides the consent that they gave.",
        NotNow "inte-nu" "Not now" "The state of the document does not allow this command.",
        AddressTaken "konto-upptaget" "Address already registered" "Another account has the address.",
        Input "uppgift" "Input needs mending" "An input of the command needs mending; `uppgift` says which.",
        TooLate "for-sent" "Too late" "The last day for this has passed.",
        OtherAnswers "andra-svar" "Other answers" "The answers have changed since they were shown.",
        OtherText "annan-text" "Another text" "The information text has changed since it was shown.",
        NotYes "inte-ja" "The rules do not say yes" "The rules do not let the picture be published; `bedomning` says why.",
        PublicationFaults "publicering-fel" "Publication needs mending" "A publication has faults; `fel` lists them.",
    }
}
