"""What English talk is recognised by, in lower case. Phrases are separated by two spaces or the end of a line.

A list beside another with `not_` before its name holds what looks like a sign and is none.
"""

CUES = {
    "asks": """
        does anyone  does anybody  has anyone  has anybody  anyone know  anybody know  anyone got  anyone have
        anyone here  how do i  how do you  how can i  how can we  how would i  how should i  how to  how much
        how many  how long  how come  is there a way  is there any  is there a  are there any  any idea  any ideas
        any tips  any advice  any suggestions  what is the  what's the  what are the  what does  what do  what should
        what would  which one  which is  where is  where do  where can  where's the  why does  why is  why do
        why can't  who has  who's got  who is  who's  who can  can someone  could someone  can anyone  could anyone
        can somebody  could somebody  would it be  should i  can i  do i need  do i have to  looking for  i wonder
        wondering  need help  help me  help with  trying to find  what did i miss
    """,
    "not_asks": """
        that's how to  know how to  no idea how  i wonder no more  who is who  tell you how to  shows how to
        explains how to
    """,
    "problem": """
        error  errors  fails  failed  failing  broken  broke  doesn't  does not  doesnt  didn't  won't  wont  can't
        cannot  cant  not working  isn't working  problem  problems  issue  issues  trouble  crash  crashes  crashed
        crashing  stuck  freezes  hangs  noise  missing  wrong  unable  lost  stolen  gone  leak  leaking  cuts out
        loose  refuses  no sound  slow  stops  stopped  not found
        leaks  dripping  water coming  burst  torn  bent  flat tyre
    """,
    "proposes": """
        i propose  i suggest  i'd suggest  let's  lets  how about  what about  shall we  we could  we should  who's in
        who wants  i want to  i'd like to  i would like to  free to a good home  up for grabs  giving away
        count me in  could we  proposal  announcement  reminder
    """,
    "answers": """
        because  try  you can  you could  you need  you'll need  you should  you have to  you want to  use  don't
        do not  it's the  it is the  it'll be  it will be  probably  usually  means  first  instead  make sure  check
        the problem is  run  install  open  click  sudo  apt-get  if you  otherwise  simply  it should  should be
        there's a  there is a  look at  have a look  bring it  clean  turn it  replace
    """,
    "thanks": """
        thanks  thank you  thank u  thx  thanx  ty  tysm  cheers  much appreciated  appreciate it  appreciated
        lifesaver  that helped  that helps  very helpful  you're a star  you are a star  you're the best  bless you
        ta
    """,
    "not_thanks": """
        no thanks  no thank you  thanks in advance  thanks to  thank god  thanks for nothing  thanks anyway
        thanks but  but thanks
    """,
    "solved": """
        it works  works now  that works  worked  working now  works fine  works great  that fixed it  fixed it
        fixed now  is fixed  solved  sorted  got it working  got it  that did it  that was it  did the trick
        you were right  you're right  problem solved  found it  all good now  all set  makes sense now  is back on
        back in place  ah i see  i see it now  mended  that would do  perfect
    """,
    "not_solved": """
        never worked  hasn't worked  not worked  not solved  not sorted  not fixed  haven't found it  if it works
        it works like  worked for me before  hasn't got it  worked out  don't got it  i worked  used to work
        it worked before  is it fixed  anyone got it  hope it works  not perfect  would be perfect
    """,
    "agrees": """
        agreed  i agree  agree  exactly  yes  yep  yeah  yup  right  true  fair  fair enough  ok  okay  good idea
        great idea  sounds good  good point  +1  makes sense  hear, hear  hear hear  deal  done  fine  will do
        absolutely  indeed
    """,
    "decides": """
        let's go with  we'll go with  we go with  going with  decided  we decided  decision  agreed on  settled
        it's settled  final  confirmed  it's on  is on  is off  the plan is  from now on  then it's  it is then
        in conclusion  the rule is  is yours  i'll do  i'll bring  i'll take  we will meet  meet at  it stays
        stays off  so it's  deadline  last call
    """,
    "not_decides": """
        haven't decided  not decided  undecided  not confirmed  not final  not settled  if it's on  whether it's on
        finally  is on the  is on it  is on its  is on a  is on my  is on your  is on his  is on her  is on fire
        it's on the  it's on a  it's on my  is on or off  on or off
    """,
}

# Before what matters, even without a pause.
OPENINGS = """
    hi all  hi everyone  hi everybody  hi guys  hi folks  hi there  hi  hello all  hello everyone  hello everybody
    hello guys  hello folks  hello there  hello  hey all  hey everyone  hey guys  hey folks  hey there  hey
    good morning everyone  good morning all  good morning  good evening everyone  good evening all  good evening
    good afternoon  morning all  morning everyone  evening all  evening everyone  howdy  greetings  hiya
    quick question  i have a question  i've got a question  got a question  just wondering if  just wondering
    i was wondering if  i was wondering  i'm wondering if  i'm wondering  was wondering if  wondering if
    does anyone know  does anybody know  does anyone know of  does anybody know of  anyone know of  anybody know of
    do any of you know  do you guys know  anyone know  anybody know  can anyone tell me  can someone tell me
    could someone tell me  can anybody tell me  can someone explain  can anyone explain  can anyone help me
    can someone help me  could anyone help me  so  and  but  btw  by the way  please  pls  plz  also
"""
# Before what matters, when a comma, a point or the like follows.
ASIDES = """
    morning  evening  afternoon  yo  sup  gday  g'day  guys  folks  everyone  everybody  all  now then  dear all
    stupid question  silly question  dumb question  noob question  newbie question  question for you all
    question for everyone  a question  one question  question  well  ok so  okay so  ok  okay  anyway  right  sorry
    excuse me  a different thing  different thing  another thing  one more thing  heads up  fyi  hmm  um  uh  er  ah
    oh  hang on  wait  listen  actually  basically  alright  look  ok then  yes  yeah  yep  no  lol  haha
"""
TRAILERS = """
    thanks in advance  thanks a lot  many thanks  thanks all  thanks  thank you all  thank you  thx  please  pls  plz
    please help  help please  help  any ideas  any idea  anyone  anybody  any help  cheers  who's in  can anyone help
    can someone help  can anybody help  please help me
"""
FILLERS = """
    lol  haha  hahaha  hehe  heh  hmm  hm  um  uh  ah  oh  ok  okay  k  kk  yes  yeah  yep  yup  no  nope  right  sure
    fine  cool  nice  great  good  wow  ha  lmao  rofl  omg  brb  bbl  afk  hi  hello  hey  morning  bye  cya  thanks
    thank you  thx  ty  cheers  np  no problem  you're welcome  yw  welcome  true  same  exactly  agreed  indeed
    really  what  why  how  who  and then  how do you know  so  well  hear, hear  deal  done  will do  me too  yay
    nice one  good luck  ok yeah  oh no  ouch  sigh  hooray  of course  sorry  gg  ditto  i see  got it  in a bit
    good night  night  goodnight  nvm  never mind  whatever  is that so  are you sure  you sure  like what  such as
    what do you mean  huh  pardon  anyone  hello?  any ideas  anybody
"""

STOPS = """
    a about above after again against ago all almost alone along already also although always am among an and another
    any anybody anyone anything anyway are aren't around as ask at away back be became because become been before
    behind being below between both but by came can can't cannot come could couldn't did didn't do does doesn't doing
    don't done down during each either else enough etc even ever every everybody everyone everything far few find
    first for from further gave get gets getting give given go goes going gone gonna good got had hadn't has hasn't
    have haven't having he he'd he'll he's her here here's hers herself hey hi him himself his how however i i'd i'll
    i'm i've if in instead into is isn't it it'd it'll it's its itself just keep kept kind knew know known last least
    less let let's like likely little long look looking lot lots made make makes making many may maybe me mean means
    might mine more most much must my myself near need needs never new next no nobody none nor not nothing now of off
    often oh ok okay old on once one ones only onto or other others our ours ourselves out over own part perhaps
    please pretty probably put quite rather really right said same saw say says see seem seems seen she she'd she'll
    she's should shouldn't since so some somebody someone something sometimes somewhere soon sort still stuff such
    sure take taken tell than thank thanks that that'd that'll that's the their theirs them themselves then there
    there's these they they'd they'll they're they've thing things think this those though thought three through thus
    till to today together told tomorrow tonight too took toward towards tried try trying two under unless until up
    upon us use used uses using usually very want wanted wants was wasn't way we we'd we'll we're we've well went were
    weren't what what's whatever when where where's whether which while who who's whole whom whose why will with
    within without won't work would wouldn't yeah yep yes yesterday yet you you'd you'll you're you've your yours
    yourself yourselves zero lol haha hello morning evening welcome sorry guys folks people somebody's anybody's bit
    big small best better bad great nice fine cool hmm um uh ah wow dont doesnt didnt cant wont isnt im ive thats
    whats theres lets u ur r pls plz thx n't em pm via per four five six seven eight nine ten hour hours minute
    minutes day days week weeks time times twice half everybody's able actually anymore basically certainly definitely
    exactly literally simply obviously seriously especially mostly nearly totally whenever wherever asking asked
    saying talk talking talked call called calls guess hope hoping wonder wondering happen happens happened start
    started stop end ended feel feels leave left hear heard show shows help helps helped idea ideas question questions
    answer answers problem problems issue issues reason point case true false whoever whichever hang wait cos cause
    coz til tho ya yup nope nah ooh aha eh er hm huh
"""
