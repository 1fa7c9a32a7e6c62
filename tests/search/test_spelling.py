from search import indexing
from search.finding import find
from search.spelling import one_apart


def meant(text, tokens=("everyone",)):
    return find(text=text, tokens=tokens).did_you_mean


def test_a_word_that_nothing_holds_is_corrected_as_the_works_write_it(shelf):
    shelf.put("council", "صلاحيات المجلس القروي", "يجتمع المجلس القروي كل شهر. التنمية المستدامة")
    shelf.put("english", "Strategic planning", language="en")
    indexing.rebuild()
    assert meant("المجاس القروي") == "المجلس القروي"
    assert meant("التنمبة المستدامة") == "التنمية المستدامة"
    assert meant("«المجاس» القروي؟") == "«المجلس» القروي؟"
    assert meant("stratgic") == "Strategic"
    assert meant("المجلس القروي") is None
    assert meant("بعيدجدا") is None


def test_one_apart():
    near = [("مجلس", "مجلسي"), ("مجلس", "مجس"), ("مجلس", "مكلس"), ("مجلس", "ملجس"), ("مجلس", "مجلسا")]
    far = [("مجلس", "مجلس"), ("مجلس", "سلجم"), ("مجلس", "مجلسات"), ("مجلس", "ملسج"), ("ا", "ب")]
    assert [one_apart(a, b) and one_apart(b, a) for a, b in near] == [True] * 5
    assert [one_apart(a, b) or one_apart(b, a) for a, b in far] == [False] * 5
