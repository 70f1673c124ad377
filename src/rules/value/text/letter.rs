//! Letters and their marks: what `å` is made of, and what `a` and a ring make (Unicode Standard Annex 15).
//!
//! The letters that carry a mark of the block of combining diacritical marks (U+0300 to U+036F): those of Latin, Greek
//! and Cyrillic. Text of other alphabets stays as it was typed. The library's tables, of every alphabet there is, were
//! a twelfth of all that people download; the tests hold these few against them.

use std::sync::LazyLock;

use crate::value::sort::sorted;

/// Each mark with the letters it joins: the bare letter and the marked one, in turn.
const MARKED: &[(char, &str)] = &[
    (
        '\u{300}',
        "AÀEÈIÌOÒUÙaàeèiìoòuùÜǛüǜNǸnǹЕЀИЍеѐиѝĒḔēḕŌṐōṑWẀwẁÂẦâầĂẰăằÊỀêềÔỒôồƠỜơờƯỪưừYỲyỳἀἂἁἃἈἊἉἋἐἒἑἓ\
         ἘἚἙἛἠἢἡἣἨἪἩἫἰἲἱἳἸἺἹἻὀὂὁὃὈὊὉὋὐὒὑὓὙὛὠὢὡὣὨὪὩὫαὰεὲηὴιὶοὸυὺωὼΑᾺΕῈΗῊ\u{1fbf}\u{1fcd}ϊῒΙῚ\
         \u{1ffe}\u{1fdd}ϋῢΥῪ\u{a8}\u{1fed}ΟῸΩῺ",
    ),
    (
        '\u{301}',
        "AÁEÉIÍOÓUÚYÝaáeéiíoóuúyýCĆcćLĹlĺNŃnńRŔrŕSŚsśZŹzźÜǗüǘGǴgǵÅǺåǻÆǼæǽØǾøǿ\u{a8}\u{385}ΑΆΕΈΗΉΙ\
         ΊΟΌΥΎΩΏϊΐαάεέηήιίϋΰοόυύωώϒϓГЃКЌгѓкќÇḈçḉĒḖēḗÏḮïḯKḰkḱMḾmḿÕṌõṍŌṒōṓPṔpṕŨṸũṹWẂwẃÂẤâấĂẮăắÊẾêếÔ\
         ỐôốƠỚơớƯỨưứἀἄἁἅἈἌἉἍἐἔἑἕἘἜἙἝἠἤἡἥἨἬἩἭἰἴἱἵἸἼἹἽὀὄὁὅὈὌὉὍὐὔὑὕὙὝὠὤὡὥὨὬὩὭ\u{1fbf}\u{1fce}\
         \u{1ffe}\u{1fde}",
    ),
    (
        '\u{302}',
        "AÂEÊIÎOÔUÛaâeêiîoôuûCĈcĉGĜgĝHĤhĥJĴjĵSŜsŝWŴwŵYŶyŷZẐzẑẠẬạậẸỆẹệỌỘọộ",
    ),
    (
        '\u{303}',
        "AÃNÑOÕaãnñoõIĨiĩUŨuũVṼvṽÂẪâẫĂẴăẵEẼeẽÊỄêễÔỖôỗƠỠơỡƯỮưữYỸyỹ",
    ),
    (
        '\u{304}',
        "AĀaāEĒeēIĪiīOŌoōUŪuūÜǕüǖÄǞäǟȦǠȧǡÆǢæǣǪǬǫǭÖȪöȫÕȬõȭȮȰȯȱYȲyȳИӢиӣУӮуӯGḠgḡḶḸḷḹṚṜṛṝαᾱΑᾹιῑΙῙυῡΥῩ",
    ),
    (
        '\u{306}',
        "AĂaăEĔeĕGĞgğIĬiĭOŎoŏUŬuŭУЎИЙийуўЖӁжӂАӐаӑЕӖеӗȨḜȩḝẠẶạặαᾰΑᾸιῐΙῘυῠΥῨ",
    ),
    (
        '\u{307}',
        "CĊcċEĖeėGĠgġIİZŻzżAȦaȧOȮoȯBḂbḃDḊdḋFḞfḟHḢhḣMṀmṁNṄnṅPṖpṗRṘrṙSṠsṡŚṤśṥŠṦšṧṢṨṣṩTṪtṫWẆwẇXẊxẋYẎ\
         yẏſẛ",
    ),
    (
        '\u{308}',
        "AÄEËIÏOÖUÜaäeëiïoöuüyÿYŸΙΪΥΫιϊυϋϒϔЕЁІЇеёіїАӒаӓӘӚәӛЖӜжӝЗӞзӟИӤиӥОӦоӧӨӪөӫЭӬэӭУӰуӱЧӴчӵЫӸыӹHḦ\
         hḧÕṎõṏŪṺūṻWẄwẅXẌxẍtẗ",
    ),
    (
        '\u{309}',
        "AẢaảÂẨâẩĂẲăẳEẺeẻÊỂêểIỈiỉOỎoỏÔỔôổƠỞơởUỦuủƯỬưửYỶyỷ",
    ),
    ('\u{30a}', "AÅaåUŮuůwẘyẙ"),
    ('\u{30b}', "OŐoőUŰuűУӲуӳ"),
    (
        '\u{30c}',
        "CČcčDĎdďEĚeěLĽlľNŇnňRŘrřSŠsšTŤtťZŽzžAǍaǎIǏiǐOǑoǒUǓuǔÜǙüǚGǦgǧKǨkǩƷǮʒǯjǰHȞhȟ",
    ),
    ('\u{30f}', "AȀaȁEȄeȅIȈiȉOȌoȍRȐrȑUȔuȕѴѶѵѷ"),
    ('\u{311}', "AȂaȃEȆeȇIȊiȋOȎoȏRȒrȓUȖuȗ"),
    ('\u{313}', "αἀΑἈεἐΕἘηἠΗἨιἰΙἸοὀΟὈυὐωὠΩὨρῤ"),
    ('\u{314}', "αἁΑἉεἑΕἙηἡΗἩιἱΙἹοὁΟὉυὑΥὙωὡΩὩρῥΡῬ"),
    ('\u{31b}', "OƠoơUƯuư"),
    (
        '\u{323}',
        "BḄbḅDḌdḍHḤhḥKḲkḳLḶlḷMṂmṃNṆnṇRṚrṛSṢsṣTṬtṭVṾvṿWẈwẉZẒzẓAẠaạEẸeẹIỊiịOỌoọƠỢơợUỤuụƯỰưựYỴyỵ",
    ),
    ('\u{324}', "UṲuṳ"),
    ('\u{325}', "AḀaḁ"),
    ('\u{326}', "SȘsșTȚtț"),
    ('\u{327}', "CÇcçGĢgģKĶkķLĻlļNŅnņRŖrŗSŞsşTŢtţEȨeȩDḐdḑHḨhḩ"),
    ('\u{328}', "AĄaąEĘeęIĮiįUŲuųOǪoǫ"),
    ('\u{32d}', "DḒdḓEḘeḙLḼlḽNṊnṋTṰtṱUṶuṷ"),
    ('\u{32e}', "HḪhḫ"),
    ('\u{330}', "EḚeḛIḬiḭUṴuṵ"),
    ('\u{331}', "BḆbḇDḎdḏKḴkḵLḺlḻNṈnṉRṞrṟTṮtṯZẔzẕhẖ"),
    (
        '\u{338}',
        "←↚→↛↔↮⇐⇍⇔⇎⇒⇏∃∄∈∉∋∌∣∤∥∦∼≁≃≄≅≇≈≉=≠≡≢≍≭<≮>≯≤≰≥≱≲≴≳≵≶≸≷≹≺⊀≻⊁⊂⊄⊃⊅⊆⊈⊇⊉⊢⊬⊨⊭⊩⊮⊫⊯≼⋠≽⋡⊑⋢⊒⋣⊲⋪⊳⋫⊴⋬⊵⋭",
    ),
    (
        '\u{342}',
        "ἀἆἁἇἈἎἉἏἠἦἡἧἨἮἩἯἰἶἱἷἸἾἹἿὐὖὑὗὙὟὠὦὡὧὨὮὩὯαᾶ\u{a8}\u{1fc1}ηῆ\u{1fbf}\u{1fcf}ιῖϊῗ\u{1ffe}\
         \u{1fdf}υῦϋῧωῶ",
    ),
    (
        '\u{345}',
        "ἀᾀἁᾁἂᾂἃᾃἄᾄἅᾅἆᾆἇᾇἈᾈἉᾉἊᾊἋᾋἌᾌἍᾍἎᾎἏᾏἠᾐἡᾑἢᾒἣᾓἤᾔἥᾕἦᾖἧᾗἨᾘἩᾙἪᾚἫᾛἬᾜἭᾝἮᾞἯᾟὠᾠὡᾡὢᾢὣᾣὤᾤὥᾥὦᾦὧᾧὨᾨὩᾩὪᾪὫᾫ\
         ὬᾬὭᾭὮᾮὯᾯὰᾲαᾳάᾴᾶᾷΑᾼὴῂηῃήῄῆῇΗῌὼῲωῳώῴῶῷΩῼ",
    ),
];

/// Letters that are only another way of writing one letter, each followed by that one.
const TWICE: &str = "\u{340}\u{300}\u{341}\u{301}\u{343}\u{313}\u{374}\u{2b9}\u{37e}\u{3b}\u{387}\u{b7}\
    \u{1f71}ά\u{1f73}έ\u{1f75}ή\u{1f77}ί\u{1f79}ό\u{1f7b}ύ\u{1f7d}ώ\u{1fbb}Ά\u{1fbe}ι\
    \u{1fc9}Έ\u{1fcb}Ή\u{1fd3}ΐ\u{1fdb}Ί\u{1fe3}ΰ\u{1feb}Ύ\u{1fee}\u{385}\u{1fef}\u{60}\
    \u{1ff9}Ό\u{1ffb}Ώ\u{1ffd}\u{b4}\u{2126}Ω\u{212a}K\u{212b}Å";

/// What a letter is made of.
struct Made {
    letter: char,
    of: char,
    /// `None` for a letter that is another one, written in another way.
    mark: Option<char>,
}

/// Every composed letter, in the order of their numbers.
static MADE: LazyLock<Vec<Made>> = LazyLock::new(|| {
    let marked = MARKED.iter().flat_map(|&(mark, letters)| {
        pairs(letters).map(move |(of, letter)| Made {
            letter,
            of,
            mark: Some(mark),
        })
    });
    let twice = pairs(TWICE).map(|(letter, of)| Made {
        letter,
        of,
        mark: None,
    });
    sorted(marked.chain(twice).collect(), |one, other| {
        one.letter.cmp(&other.letter)
    })
});

fn pairs(letters: &str) -> impl Iterator<Item = (char, char)> {
    let mut letters = letters.chars();
    std::iter::from_fn(move || Some((letters.next()?, letters.next()?)))
}

/// Whether `c` is a mark of the block of combining diacritical marks.
pub(crate) fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36F}')
}

/// Whether `c` stays what it is wherever it stands: neither a mark nor another way of writing a letter.
pub(crate) fn is_final(c: char) -> bool {
    !is_mark(c) && pairs(TWICE).all(|(twice, _)| twice != c)
}

/// Gives the bare letter and its marks, or `c` itself when it is made of nothing else.
pub(crate) fn decompose(c: char, give: &mut impl FnMut(char)) {
    let found = MADE.binary_search_by_key(&c, |made| made.letter);
    let Some(made) = found.ok().and_then(|at| MADE.get(at)) else {
        return give(c);
    };
    decompose(made.of, give);
    if let Some(mark) = made.mark {
        give(mark);
    }
}

/// The letter that `letter` and `mark` make together.
pub(crate) fn compose(letter: char, mark: char) -> Option<char> {
    let (_, letters) = MARKED.iter().find(|(of, _)| *of == mark)?;
    pairs(letters).find_map(|(bare, marked)| (bare == letter).then_some(marked))
}

/// Where a mark sits, so that two that do not meet can change places: its canonical combining class. 0 for what is no
/// mark, or moves past none.
pub(crate) fn class(c: char) -> u8 {
    match c {
        '\u{34F}' => 0,
        '\u{334}'..='\u{338}' => 1,
        '\u{321}' | '\u{322}' | '\u{327}' | '\u{328}' => 202,
        '\u{31B}' => 216,
        '\u{316}'..='\u{319}'
        | '\u{31C}'..='\u{333}'
        | '\u{339}'..='\u{33C}'
        | '\u{347}'..='\u{349}'
        | '\u{34D}'
        | '\u{34E}'
        | '\u{353}'..='\u{356}'
        | '\u{359}'
        | '\u{35A}' => 220,
        '\u{315}' | '\u{31A}' | '\u{358}' => 232,
        '\u{35C}' | '\u{35F}' | '\u{362}' => 233,
        '\u{35D}' | '\u{35E}' | '\u{360}' | '\u{361}' => 234,
        '\u{345}' => 240,
        '\u{300}'..='\u{36F}' => 230,
        _ => 0,
    }
}

#[cfg(test)]
mod tests;
