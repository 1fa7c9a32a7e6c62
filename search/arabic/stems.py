"""What is left of a word when grammar is taken off: the stem, its bare form, its consonants.

All functions take and give normalised words (`search.arabic.normalise`). They are light on purpose: a rule that
would often be wrong is not here, because each word is also looked for as it stands.
"""

import re

from tantivy import Filter, TextAnalyzerBuilder, Tokenizer

from search.arabic.words import remembered


def _stemmer(language):
    return TextAnalyzerBuilder(Tokenizer.raw()).filter(Filter.stemmer(language)).build()


_english, _snowball = _stemmer("english"), _stemmer("arabic")

# Stems whose first letter belongs to them although it looks like "and": وزارة is not و and زارة.
_WAW_WORDS = """
واجب واجه واحد واحه وادي وارد واسط واسع واصل واضح واعد واعي وافد وافق واقع واقي والد والي واكب وبا وتد وتر وتير
وثاي وثق وثيق وجب وجبه وجد وجدان وجهه وجهات وجهت وجهاء وجود وجيز وجيه وحده وحدات وحدوي وحش وحي وداي ودي ورث وراث
ورده وردت وردي ورود ورش ورقه ورقي ورقت ورم وزار وزع وزن وزير وزرا وساط وساي وسط وسع وسم وسيط وسيل وشيك وصاي وصف وصله
وصلت وصلات وصول وصي وضع وضوح وطن وظاي وظف وظيف وعاء وعد وعي وفاه وفاء وفاق وفد وفره وفرت وفير وفق وفي وقاء وقاي
وقت وقع وقف وقود وقوع وكال وكيل وكلا ولاد ولاي ولد ولي وليد وهم ويب
"""

# The same for ب ف ك ل: words so common in what municipalities write that a wrong cut would show.
_PARTICLE_WORDS = """
باحث بادر بادي بارز باشر باطن باقي بالغ بحث بحير بدايه بدايات بدل بدون بديل بذور برام بران برج برك برمج برنام
بريد بسات بسيط بشر بصر بضاي بطا بطال بطاق بطول بعث بعدها بعدما بعيد بقاء بقايا بقره بلاغ بلاط بلد بلغ بناء بنايه
بنايات بنات بنك بنوك بني بهج بوا بوستر بوص بيا بيان بيت بيي بير بين فاتور فاد فاز فاصل فاضل فاعل فاق فاكه فتح
فتر فحص فراغ فراش فرد فرز فرص فرض فرع فرق فري فساد فشل فصل فصول فضا فضل فعال فعل فقر فقير فكر فلاح فلسطين فنان
فندق فهم فهرس فواتير فواي فيديو فيضان كاتب كارث كافي كامل كاميرا كاين كبار كبير كتاب كتب كثاف كثير كراس كرام كرس
كره كريم كساد كشاف كشف كفايه كفايات كفاح كفاء كفال كفيل كلام كلف كلم كلي كليات كمال كميات كميه كنيس كهربا كوادر
كوارث كود كيان كيف كيلو كيما لاجي لاحق لاعب لافت لايح لباس لبني لبنان لجان لجن لجوء لحاق لحظ لحوم لزوم لسان لطف
لعب لغات لغه لقاح لقاء لقب لمسه لمسات لوا لوازم لوايح لوح ليبيا ليل ليون
"""

_OWN_WAW = tuple(_WAW_WORDS.split())
_OWN_PARTICLE = tuple(_PARTICLE_WORDS.split())

_ARTICLES = ("بال", "كال", "فال", "لل", "ال")
_POSSESSIVES = ("هما", "كما", "ها", "هم", "هن", "نا", "كم")
_TENTH_FORM = ("است", "مست", "يست", "تست", "نست")  # istaf'ala and what is made of it
_PLURALS = ("يات", "ات", "يون", "يين", "ون", "ين", "ان", "تين", "تان")


def is_arabic(word: str) -> bool:
    return "ء" <= word[0] <= "ي"


@remembered
def stem(word: str) -> str:
    """والبلديات, بلدية and البلدية give بلد; "municipalities" gives "municip"; numbers stay."""
    if is_arabic(word):
        return _without_ending(_without_article(word)) if len(word) > 2 else word
    if word.isascii() and word.isalpha():
        return _english.analyze(word)[0]
    return word


@remembered
def bare(word: str) -> str:
    """The stem without a joined particle (و ف ب ل ك), where four letters or more remain: بميزانية gives ميزان."""
    if not is_arabic(word):
        return stem(word)
    return _without_ending(_without_particle(_without_article(word))) if len(word) > 2 else word


@remembered
def snowball(word: str) -> str:
    """The stem that the Snowball project's Arabic rules give: a second opinion, right where ours holds back."""
    if not is_arabic(word) or word.startswith(_OWN_PARTICLE):
        return stem(word)
    return _snowball.analyze(word)[0]


@remembered
def readings(word: str) -> tuple[str, ...]:
    """What the word may stand for in a dictionary, the least changed first: بميزانياتها gives, among others, ميزانيه.

    Less is taken off than for a stem, and each way of taking it off stands for itself: so a list of words is met
    precisely, and بلدية is not taken for a country.
    """
    if not is_arabic(word):
        return tuple(dict.fromkeys((word, stem(word))))
    fronts = [word]
    if len(word) > 2:
        plain = _without_article(word)
        fronts += [plain, _without_particle(plain)]
        if word[0] in "وف" and len(word) > 4:
            fronts.append(_without_article(word[1:]))
    found = [ending for front in fronts for ending in _endings(front)]
    return tuple(dict.fromkeys(found))


def _endings(word):
    """The word, and as it is without a possessive and without the ending of a regular plural."""
    ways = list(dict.fromkeys((word, _without_his(word))))
    for ending in _POSSESSIVES:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            rest = word[: -len(ending)]
            ways.append(rest[:-1] + "ه" if rest.endswith("ت") and not rest.endswith("ات") else rest)
            break
    for way in tuple(ways):
        for ending in _PLURALS:
            if way.endswith(ending) and len(way) - len(ending) >= 3:
                short = way[: -len(ending)]
                ways += [short + "يه", short + "ي"] if ending == "يات" else [short, short + "ه"]
                ways += [short + "ي"] if ending in ("يون", "يين") else []
                break
        if way.endswith(("ي", "ا")) and len(way) > 4:  # a plural without its n: مهندسي البلديات; or مشروعا
            ways.append(way[:-1])
    return ways


def opened(word: str) -> str:
    """The word without what is joined to its front: what a person types when looking for والبلديات."""
    return _without_article(word) if is_arabic(word) and len(word) > 2 else word


@remembered
def skeleton(word: str) -> str:
    """The consonants of the bare stem, where broken plurals meet: مشاريع and مشروع, خطط and خطة, أدلة and دليل."""
    if not is_arabic(word):
        return stem(word)
    core = _without_particle(_without_article(word))
    short = _without_ending(core).replace("ء", "")
    if not short:
        return word
    defective = len(short) == 2 and core.endswith(("يه", "ي"))
    if short[0] == "ا" and len(short) >= 3:
        short = short[1:]
    consonants = short[0] + _consonants(short[1:])
    if len(consonants) == 2:
        return consonants + ("ي" if defective else consonants[1])
    if len(consonants) == 1:
        return short if len(short) > 1 else word
    return consonants


@remembered
def root(word: str) -> str:
    """The consonants without what a verb or a participle puts before them: تستقبل, استقبلت and مقابلة give قبل.

    Often wrong, so it counts least of all the channels; but it joins a verb with its noun, which nothing else does.
    """
    if not is_arabic(word):
        return stem(word)
    core = _without_verb_ending(_without_ending(_without_particle(_without_article(word))).replace("ء", ""))
    for start in _TENTH_FORM:
        if core.startswith(start) and len(core) - len(start) >= 3:
            return _consonants(core[len(start) :]) or core
    letters = _consonants(core[1:])
    if core[:1] in ("ي", "ت", "ن", "م", "ا") and len(letters) >= 3:
        # The t of the fifth form stands before three consonants of its own.
        letters = letters[1:] if letters[0] == "ت" and len(letters) > 3 else letters
    elif core[:1] != "ا":
        letters = core[:1] + letters
    if len(letters) > 3 and letters[1] == "ت":  # the t of the eighth form
        letters = letters[0] + letters[2:]
    if len(letters) == 2:
        letters += letters[1]
    return letters if len(letters) > 1 else word


def _without_verb_ending(core):
    for ending in ("وا", "تم", "ت"):
        if core.endswith(ending) and len(core) - len(ending) >= 4:
            return core[: -len(ending)]
    return core


def _consonants(letters):
    return re.sub("[اوي]", "", letters)


def _without_article(word):
    """Off: a conjunction, a preposition and the article, as far as what stays is a word."""
    rest = word[1:]
    with_article = rest.startswith(("ال", "بال", "كال", "لل")) and not word.startswith(
        ("والد", "والي", "واله")
    )
    and_so = (word[0] in "وف" and with_article) or (word[0] == "و" and not word.startswith(_OWN_WAW))
    if and_so and len(word) > 4:
        word = rest
    for article in _ARTICLES:
        if word.startswith(article) and len(word) - len(article) >= (2 if article == "ال" else 3):
            return word[len(article) :]
    return word


def _without_particle(word):
    if word[0] in "بفكلو" and len(word) >= 5 and not word.startswith(_OWN_PARTICLE + _OWN_WAW):
        return word[1:]
    return word


def _without_his(word):
    """صلاحياته is his صلاحيات, ميزانيته his ميزانية; but تثبيته is his تثبيت, and elsewhere ته may be تة."""
    if len(word) >= 5 and word.endswith("اته"):
        return word[:-1]
    if len(word) >= 5 and word.endswith("يته") and word[0] != "ت":
        return word[:-2] + "ه"
    return word


def _without_ending(word):
    """Off: a possessive, then the ending of plural, dual, relation or feminine."""
    word = _without_his(word)
    for ending in _POSSESSIVES:
        if word.endswith(ending) and len(word) - len(ending) >= 4 and not word.endswith("انا"):
            word = word[: -len(ending)]
            if word.endswith("ت") and not word.endswith("ات"):
                word = word[:-1] + "ه"
            break
    for ending in _PLURALS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word[: -len(ending)] + ("ي" if ending in ("يات", "يون", "يين") else "")
            break
    if word.endswith("يه") and len(word) >= 5:
        word = word[:-2]
    elif word.endswith("ه") and len(word) >= 3:
        word = word[:-1]
    if word.endswith("ي") and len(word) >= 4:
        word = word[:-1]
    return word
