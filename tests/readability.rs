//! How easy every text is to read that somebody meets who answers for themselves or for a child.
//!
//! The texts are read where they stand: in the tables of the rules, in the templates of the store
//! and in the pages of the app.

use std::fs;
use std::path::{Path, PathBuf};

use rules::catalogue::FORMS;
use rules::consent::form::PROTECTED;
use rules::consent::scope::Channel;
use rules::consent::text::{self, Wording};
use rules::form::field::{Field, Kind};
use rules::form::{Form, Keeper};
use rules::page::{Page, Program};
use rules::paper_form::PAPER_FORMS;
use rules::policy::Policy;

/// Most for a text that everybody is to understand.
const STANDARD_MAX: f64 = 40.0;
/// Most for an easy text.
const EASY_MAX: f64 = 30.0;
/// So few words are a label and no text.
const LABEL_WORDS_MAX: usize = 2;
/// Fewer words than this are not judged by themselves: a single long one would count for too much.
const WORDS_MIN: usize = 8;

/// What ends a sentence.
const ENDS: [char; 4] = ['.', '?', '!', ':'];

/// Text whose words are long and many to a sentence is hard to read (LIX, Björnsson 1968): words per
/// sentence plus the share of words with more than six letters, in per cent.
fn lix(text: &str) -> f64 {
    let words = words(text);
    // What is filled in is somebody's name or address: a word, but nobody can make it shorter.
    let letters = |word: &&&str| {
        !word.contains('{') && 6 < word.chars().filter(|c| c.is_alphanumeric()).count()
    };
    let long = words.iter().filter(letters).count();
    let ends = |word: &&&str| word.ends_with(ENDS);
    let sentences = words.iter().filter(ends).count().max(1);
    let (words, long, sentences) = (count(words.len().max(1)), count(long), count(sentences));
    words / sentences + 100.0 * long / words
}

fn words(text: &str) -> Vec<&str> {
    text.split_whitespace()
        .filter(|word| word.chars().any(char::is_alphanumeric))
        .collect()
}

fn count(number: usize) -> f64 {
    f64::from(u32::try_from(number).expect("a number of words"))
}

/// The sentence, with a full stop where a label has none.
fn sentence(text: &str) -> String {
    let text = text.trim();
    if text.is_empty() || text.ends_with(ENDS) {
        text.to_owned()
    } else {
        [text, "."].concat()
    }
}

/// What was found too hard.
#[derive(Default)]
struct Hard(Vec<String>);

impl Hard {
    fn judge(&mut self, what: &str, max: f64, text: &str) {
        let lix = lix(text);
        if max < lix {
            self.0
                .push(format!("{what}: LIX {lix:.1}, at most {max}: {text}"));
        }
    }

    /// All of them together but for the labels, and each that is long enough.
    fn judge_each(&mut self, what: &str, max: f64, texts: &[String]) {
        assert!(!texts.is_empty(), "{what} has no text");
        let all: Vec<String> = texts
            .iter()
            .filter(|text| LABEL_WORDS_MAX < words(text).len())
            .map(|text| sentence(text))
            .collect();
        self.judge(what, max, &all.join(" "));
        for text in texts.iter().filter(|text| WORDS_MIN <= words(text).len()) {
            self.judge(what, max, text);
        }
    }

    #[track_caller]
    fn check(self) {
        assert!(self.0.is_empty(), "{}", self.0.join("\n\n"));
    }
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).expect("a file of the project")
}

/// The files of a folder that end in `ending`, as paths from the root.
fn files(folder: &str, ending: &str) -> Vec<String> {
    let entries = fs::read_dir(root().join(folder)).expect("a folder of the project");
    let mut paths: Vec<String> = entries
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter(|name| name.ends_with(ending))
        .map(|name| [folder, "/", &name].concat())
        .collect();
    assert!(!paths.is_empty(), "{folder} has no {ending}");
    paths.sort();
    paths
}

#[test]
fn lix_is_counted_as_it_was_defined() {
    // Ten words, two sentences, two long words.
    let lix = lix("Det var en gång en prinsessa. Hon bodde i hemligheten.");
    assert!((lix - (10.0 / 2.0 + 20.0)).abs() < 0.001, "{lix}");
}

/// A question as people meet it: its words, its hint, and what there is to choose.
fn question(field: &Field) -> String {
    let mut parts = vec![sentence(field.label), field.hint.to_owned()];
    for choice in field.choices() {
        parts.push(sentence(choice.label));
        parts.push(choice.hint.to_owned());
    }
    parts.join(" ")
}

/// The questions that are answered with pictures, and the tick between them.
fn is_pictured(field: &Field) -> bool {
    field
        .choices()
        .iter()
        .any(|choice| !choice.symbol.is_empty())
}

/// Everything that those who answer meet: titles, questions, hints, options, advice and texts.
#[test]
fn every_form_for_those_who_answer_is_easy_to_read() {
    let policy = Policy::from_toml(tests::POLICY).expect("a policy");
    let mut hard = Hard::default();
    for form in FORMS.iter().filter(|form| form.keeper != Keeper::Employee) {
        let mut asked = vec![sentence(form.title)];
        for step in form.steps {
            asked.push(sentence(step.title));
            asked.push(step.lead.to_owned());
            asked.extend(step.questions.iter().map(|asked| question(asked.field)));
        }
        hard.judge(form.id, STANDARD_MAX, &asked.join(" "));
        let pictured: Vec<String> = form
            .fields()
            .filter(|field| is_pictured(field))
            .map(question)
            .collect();
        if !pictured.is_empty() {
            hard.judge(form.id, EASY_MAX, &pictured.join(" "));
        }
        let advice: Vec<&str> = form.rules().flat_map(|rule| rule.advice).copied().collect();
        hard.judge(form.id, STANDARD_MAX, &advice.join(" "));
        if form
            .fields()
            .any(|field| matches!(field.kind, Kind::Information))
        {
            judge_information(form, &policy, &mut hard);
        }
    }
    let notice = [PROTECTED.question, PROTECTED.lead, PROTECTED.advice].join(" ");
    hard.judge(PROTECTED.id, STANDARD_MAX, &notice);
    hard.check();
}

fn judge_information(form: &Form, policy: &Policy, hard: &mut Hard) {
    for (wording, max) in [(Wording::Standard, STANDARD_MAX), (Wording::Easy, EASY_MAX)] {
        let told = text::information(form, wording, policy, Channel::ALL, "norrskolan.exempel");
        let parts: Vec<String> = told
            .parts
            .iter()
            .map(|(heading, sentences)| [heading, " ", sentences].concat())
            .collect();
        let what = [form.id, " ", wording.id()].concat();
        hard.judge(&what, max, &parts.join(" "));
        for part in &parts {
            hard.judge(&what, max, part);
        }
    }
}

#[test]
fn every_form_on_paper_is_easy_to_read() {
    let mut hard = Hard::default();
    for sheet in PAPER_FORMS {
        let mut told = vec![sentence(sheet.to), sentence(sheet.taken_by)];
        for signer in sheet.signers {
            told.extend([sentence(signer.who), sentence(signer.hint)]);
        }
        told.extend(sheet.notes.iter().map(|note| sentence(note)));
        hard.judge(sheet.form.id, STANDARD_MAX, &told.join(" "));
    }
    for path in files("src/store/paper", ".html") {
        if path.contains("/blank") {
            hard.judge_each(&path, STANDARD_MAX, &blocks(&read(&path)));
        }
    }
    hard.check();
}

#[test]
fn every_letter_is_easy_to_read() {
    let mut hard = Hard::default();
    for path in files("src/store/mail/letter", ".txt") {
        hard.judge(&path, STANDARD_MAX, &read(&path));
    }
    hard.check();
}

#[test]
fn every_page_of_running_text_is_easy_to_read() {
    let mut hard = Hard::default();
    for path in files("src/rules/page/text", ".html") {
        hard.judge_each(&path, STANDARD_MAX, &blocks(&read(&path)));
    }
    hard.check();
}

#[test]
fn the_headings_for_those_with_a_link_are_easy_to_read() {
    let theirs = |page: &&Page| page.is_in(Program::Signer);
    let titles: Vec<String> = Page::ALL
        .iter()
        .filter(theirs)
        .map(|page| page.row().title.to_owned())
        .collect();
    let mut hard = Hard::default();
    hard.judge_each("the table of pages", STANDARD_MAX, &titles);
    hard.check();
}

/// Where somebody with a link is, from the question about protected identity to the receipt, with
/// what the texts there may come to at most.
const FOR_LINK_HOLDERS: &[(&str, f64)] = &[
    ("src/app/data/link.rs", STANDARD_MAX),
    ("src/app/form.rs", STANDARD_MAX),
    ("src/app/page/signer/about.rs", STANDARD_MAX),
    ("src/app/page/staff/consent_fill.rs", STANDARD_MAX),
    ("src/app/page/signer/answer.rs", STANDARD_MAX),
    ("src/app/page/signer/change.rs", STANDARD_MAX),
    ("src/app/page/signer/code.rs", STANDARD_MAX),
    ("src/app/page/signer/doubt.rs", STANDARD_MAX),
    ("src/app/page/signer/no.rs", STANDARD_MAX),
    ("src/app/page/signer/pictures.rs", STANDARD_MAX),
    ("src/app/page/signer/seats.rs", STANDARD_MAX),
    ("src/app/page/signer/sign.rs", STANDARD_MAX),
    ("src/app/page/signer/status.rs", STANDARD_MAX),
    ("src/app/page/signer/withdraw.rs", STANDARD_MAX),
    ("src/app/page/signer/without_link.rs", STANDARD_MAX),
    ("src/app/component/error_page.rs", STANDARD_MAX),
    ("src/app/form/leave.rs", STANDARD_MAX),
    ("src/app/form/review.rs", STANDARD_MAX),
    // Those who answer with pictures.
    ("src/app/page/signer/symbols.rs", EASY_MAX),
    ("src/app/form/pictogram.rs", EASY_MAX),
];

#[test]
fn every_page_for_those_with_a_link_is_easy_to_read() {
    let mut hard = Hard::default();
    for (path, max) in FOR_LINK_HOLDERS {
        hard.judge_each(path, *max, &sayings(&read(path)));
    }
    // A page that is added is added here too.
    for path in files("src/app/page/signer", ".rs") {
        let known = FOR_LINK_HOLDERS.iter().any(|(known, _)| *known == path);
        assert!(
            known || sayings(&read(&path)).is_empty(),
            "{path} is not judged"
        );
    }
    hard.check();
}

/// What stands in an HTML text, paragraph by paragraph.
fn blocks(html: &str) -> Vec<String> {
    let mut blocks = vec![String::new()];
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        let (before, tag) = rest.split_at(start);
        let end = tag.find('>').map_or(tag.len(), |end| 1 + end);
        if let Some(block) = blocks.last_mut() {
            block.push_str(before);
        }
        let name = tag[..end].trim_matches(['<', '/', '>']);
        let inline = ["a", "strong", "span", "em", "br"].iter().any(|inline| {
            name.strip_prefix(inline)
                .is_some_and(|after| !after.starts_with(char::is_alphanumeric))
        });
        if !inline {
            blocks.push(String::new());
        }
        rest = &tag[end..];
    }
    blocks.retain(|block| !words(block).is_empty());
    blocks
}

/// What a page says: its string literals of more than one word. One that begins with a small letter
/// goes on where another ended, with something filled in between.
fn sayings(source: &str) -> Vec<String> {
    let mut sayings: Vec<String> = Vec::new();
    for line in source.lines() {
        let code = line.split("// ").next().unwrap_or_default();
        if code.trim_start().starts_with("///") {
            continue;
        }
        for said in code.split('"').skip(1).step_by(2) {
            let said = said.trim();
            let prose = said.contains(' ') && !said.contains("--") && !said.contains("://");
            if !prose {
                continue;
            }
            match sayings.last_mut() {
                Some(last) if !said.starts_with(char::is_uppercase) && !last.ends_with(ENDS) => {
                    last.push(' ');
                    last.push_str(said);
                }
                _ => sayings.push(said.to_owned()),
            }
        }
    }
    sayings
}

#[test]
fn what_a_page_says_is_found_in_its_source() {
    let source = r#"
        /// "Not this sentence."
        <p class="lead">"Du kan svara " <strong>"ja eller nej."</strong></p> // "nor this"
        <p>"Svara senast " {day} " på kvällen."</p>
    "#;
    assert_eq!(
        sayings(source),
        ["Du kan svara ja eller nej.", "Svara senast på kvällen."]
    );
    let split = r#"<p>"Ring oss på " {phone} " om du undrar." "Vi hjälper dig gärna."</p>"#;
    assert_eq!(
        sayings(split),
        ["Ring oss på om du undrar.", "Vi hjälper dig gärna."]
    );
    assert_eq!(
        blocks("<p>Du kan <a href=\"/x\">säga nej</a> när du vill.</p><h2>Vem?</h2>"),
        ["Du kan säga nej när du vill.", "Vem?"]
    );
}
