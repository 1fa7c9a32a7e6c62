"""What a person types and what a document says are the same word in many spellings."""

import pytest

from search import indexing
from search.finding import find

# (asked, written)
SAME = {
    "hamza": [("اداره", "إدارة"), ("ادله", "أدلة"), ("الات", "آلات"), ("مسؤول", "مسئول"), ("شؤون", "شئون")],
    "wasla": [("ٱلمجلس", "المجلس")],
    "taa marbuta": [("بلديه", "بلدية"), ("ميزانية", "ميزانيه")],
    "alef maqsura": [("مستشفي", "مستشفى"), ("شكاوى", "شكاوي"), ("القرى", "القري")],
    "article": [("بلدية", "البلدية"), ("البلديات", "بلدية"), ("نفايات", "النفايات")],
    "and": [("مجلس", "والمجلس"), ("ميزانية", "وميزانية"), ("وتقرير", "تقرير"), ("وزارة", "ووزارة"),
        ("رقابة", "ورقابة"), ("قانون", "وقانون"), ("حديقة", "وحديقة"), ("فريق", "وفريق"), ("عام", "وعام"),
    ],
    "particles": [
        ("تخطيط", "بالتخطيط"), ("تخطيط", "وبالتخطيط"), ("هيئات", "للهيئات"), ("أراضي", "فالأراضي"),
        ("نظام", "كالنظام"), ("ميزانية", "بميزانية"), ("مهندسين", "لمهندسين"), ("لميزانية", "ميزانيات"),
        ("مشروع", "لمشاريع"), ("مجلس", "فمجالس"), ("قرار", "بقرار"), ("قرية", "بقرية"), ("قانون", "بقانون"),
        ("مستوى", "لمستوى"), ("قاعة", "لقاعة"), ("بناء", "لبناء"), ("فائض", "كفائض"), ("نادي", "بنادي"),
    ],
    "possessives": [("ميزانية", "ميزانيتها"), ("إيرادات", "إيراداتها"), ("خدمة", "خدماتهم"), ("مجلس", "مجلسنا")],
    "diacritics": [("محمد", "مُحَمَّدٌ"), ("العَدَّادات", "العدادات"), ("قرآن", "قُرْآن")],
    "tatweel": [("شكاوى", "شـــكاوى"), ("بلـــدية", "بلدية")],
    "digits": [("12", "١٢"), ("٢٠٢٦", "2026"), ("۱۴", "14"), ("1200", "١٬٢٠٠"), ("1,200", "1200"), ("3.5", "٣٫٥")],
    "dates": [("2026", "12.10.2026"), ("10", "12/10/2026")],
    "borders": [("gis", "نظمGIS"), ("2026", "٢٠٢٦م")],
    "broken plurals": [
        ("مشاريع", "مشروع"), ("مجالس", "مجلس"), ("خطط", "خطة"), ("أدلة", "دليل"), ("تقارير", "تقرير"),
        ("حدائق", "حديقة"), ("شوارع", "شارع"), ("قوانين", "قانون"), ("آبار", "بئر"), ("مراكز", "مركز"),
        ("أهداف", "هدف"), ("وثائق", "وثيقة"), ("رخص", "رخصة"), ("المدن", "مدينة"), ("أعضاء", "عضو"),
        ("الأسواق", "سوق"), ("مدارس", "مدرسة"), ("لجان", "لجنة"), ("أنظمة", "نظام"), ("رؤساء", "رئيس"),
    ],
    "sound plurals": [("بلديات", "بلدية"), ("مهندس", "المهندسون"), ("مهندسين", "مهندسون"), ("ورشات", "ورشة")],
    "Persian and Moroccan letters": [("کتاب", "كتاب"), ("بلدیة", "بلدية"), ("اݣادير", "اكادير")],
    "presentation forms": [("ﻣﺸﺮوع", "مشروع"), ("ﻻﺋﺤﺔ", "لائحة")],
    "decomposed": [("أ", "أ"), ("إدارة", "إدارة"), ("Café", "cafe\u0301")],
    "invisible": [("مجلس\u200f", "مجلس"), ("مج\u200cلس", "مجلس"), ("\ufeffمجلس", "مجلس"), ("\u202bمجلس\u202c", "مجلس")],
    "English": [("municipality", "Municipalities"), ("BUDGETS", "budget"), ("planning", "plans"), ("résumé", "resume")],
}  # fmt: skip


@pytest.mark.parametrize("pairs", SAME.values(), ids=SAME.keys())
def test_one_spelling_finds_the_other_and_marks_it_as_written(shelf, pairs):
    shelf.put("other", "غيره", "كلام عن سواه", platforms=[f"p{number}" for number in range(len(pairs))])
    for number, (_, written) in enumerate(pairs):
        shelf.put(f"n{number}", "عنوان", f"قبله {written} بعده", platforms=(f"p{number}",))
    indexing.rebuild()
    met = []
    for number, (asked, written) in enumerate(pairs):
        hits = find(text=asked, tokens=["everyone"], platform=f"p{number}").hits
        marked = hits[0].snippet.partition("<mark>")[2].partition("</mark>")[0] if hits else ""
        if [hit.id for hit in hits] == [f"guide:n{number}"] and marked and marked in written:
            met.append((asked, written))
    assert met == pairs


DIFFERENT = [
    ("وزارة", "زيارة"), ("ورشة", "رش"), ("بلدية", "بلاط"), ("مياه", "ميناء"), ("12", "13"), ("2", "12"), ("1.5", "15"),
    ("بطاقة", "طاقة"), ("لجان", "جنة"), ("فعالية", "عالية"),
]  # fmt: skip


def test_words_that_only_look_alike_stay_apart(shelf):
    for number, (_, written) in enumerate(DIFFERENT):
        shelf.put(f"n{number}", "عنوان", f"قبله {written} بعده", platforms=(f"p{number}",))
    indexing.rebuild()
    totals = [
        find(text=asked, tokens=["everyone"], platform=f"p{number}").total
        for number, (asked, _) in enumerate(DIFFERENT)
    ]
    assert totals == [0] * len(DIFFERENT)
