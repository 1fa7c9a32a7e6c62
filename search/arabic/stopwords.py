"""Words that say how a sentence hangs together and nothing of what it is about."""

from search.arabic.words import words

_WORDS = """
من في على إلى الى عن مع منذ حتى خلال عند عندما لدى نحو بين بعد قبل حول ضمن دون بدون عبر ضد
هذا هذه هذان هؤلاء ذلك تلك ذات ذو التي الذي الذين اللذان اللتان اللواتي اللاتي والذي والتي والذين
هو هي هم هن نحن أنا أنت أنتم هما وهو وهي وهم
ما ماذا من هل كم كيف كيفية أين متى لماذا لما أي أية أيا وما
كان كانت كانوا يكون تكون ليس ليست وكان وكانت قد لقد وقد سوف
أن إن أنه أنها إنه إنها بأن وأن وإن لأن لكن ولكن إذا إذ حيث كما مما فيما بما كذلك أيضا
لا لم لن لو ولا ولم أو أم ثم بل و ف ب ل ك
به بها بهم له لها لهم لنا لي فيه فيها فيهم عليه عليها عليهم منه منها منهم إليه إليها عنه عنها معه معها
ومن وفي وعلى وإلى وعن ومع كل بعض غير هناك هنا عدم يتم تم
the a an of in on at to for and or is are was were be been by with what which who whom when where how why do does
did from that this these those it its as into about our your their s
"""

STOPWORDS = frozenset(word.text for word in words(_WORDS))
