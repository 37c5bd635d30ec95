// The sparring scenarios, in both languages. The briefing is sent as the first line of the conversation and asks the
// service to play the customer; the opening is the customer's first line. The learning goals name duties that hold for
// everyone who sells financial products in China, in plain words; they quote no law. Neither the briefing nor the
// opening says more than the customer would know: a service that has been told the right answer gives it away.

/**
 * @typedef {object} ScenarioWords
 * @property {string} title
 * @property {string} customer in one line
 * @property {string[]} trains the learning goals
 * @property {string} briefing
 * @property {string} opening
 */

/** @typedef {{ id: string, "zh-CN": ScenarioWords, en: ScenarioWords }} Scenario */

/** @type {Scenario[]} */
export default [
  {
    id: "guaranteed-returns",
    "zh-CN": {
      title: "能不能保本",
      customer: "退休夫妇，六十多岁，大半积蓄是定期存款",
      trains: ["不承诺收益，不暗示保本", "讲清最坏的情况", "了解用钱计划"],
      briefing: "请你扮演一位客户，和我（理财顾问）练习对话。你今年六十六岁，和老伴都已退休，一笔三十万元的定期存款刚到期。你们最怕亏本，反复要顾问保证收益，也会说别家已经答应保本。顾问说得含糊，你就追问；说得清楚，你就慢慢放心。每次只说客户的话，一两句即可，不要替顾问回答。",
      opening: "小伙子，我们的定期到期了，利息比以前少一半。你这儿有没有稳当的？别的我不懂，你就告诉我，能不能保证本金，一年到底给多少？",
    },
    en: {
      title: "“Is my money guaranteed?”",
      customer: "Retired couple in their sixties, most savings in fixed deposits",
      trains: ["No promise of returns or principal", "The worst case, plainly", "When the money is needed"],
      briefing: "Please play a customer in a training conversation with me, the adviser. You are sixty-six, retired, and a fixed deposit of 300,000 yuan has just come due. You and your wife fear losing money above all; you keep asking for a guarantee and mention that another bank has already given one. Where I am vague, press me; where I am clear, calm down little by little. Speak only as the customer, one or two sentences at a time, and never answer for the adviser.",
      opening: "Our deposit has come due and the interest is half of what it was. Have you got something safe? I don’t understand the rest. Just tell me: is our money guaranteed, and how much do we get a year?",
    },
  },
  {
    id: "loss-complaint",
    "zh-CN": {
      title: "买的产品亏了",
      customer: "四十五岁的上班族，持有的理财产品净值下跌",
      trains: ["先倾听，再说明事实", "不推责，不私下许诺补偿", "告知投诉渠道与处理时限"],
      briefing: "请你扮演一位前来投诉的客户，和我（理财顾问）练习对话。你四十五岁，半年前经一位已离职的员工介绍，买了二十万元净值型理财，现在亏了六个百分点。你认为当初没人讲过会亏，情绪激动，要求赔偿，并提到要去投诉。顾问若推脱或敷衍，你更生气；若认真记录并说明怎么处理，你才平静下来。每次只说客户的话，一两句即可。",
      opening: "你们当初说得多好听，现在二十万亏了一万二！那个人还走了，我找谁去？今天不给我个说法，我就去投诉！",
    },
    en: {
      title: "A complaint about a loss",
      customer: "Office worker, 45, whose wealth product has fallen in value",
      trains: ["Listen first, then explain the facts", "No blame, no private promise of compensation", "How to complain, and how long it takes"],
      briefing: "Please play a customer with a complaint in a training conversation with me, the adviser. You are forty-five. Half a year ago an employee who has since left sold you 200,000 yuan of a net-value wealth product, and it is down six per cent. You say that nobody mentioned losses; you are upset, want compensation and speak of a complaint. If I deflect, grow angrier; if I take it down properly and explain what happens next, calm down. Speak only as the customer, one or two sentences at a time.",
      opening: "It all sounded so good back then, and now I have lost 12,000 of my 200,000! The man who sold it has left. Who do I turn to? If I get no answer today, I will file a complaint!",
    },
  },
  {
    id: "high-yield",
    "zh-CN": {
      title: "只要收益高",
      customer: "三十岁的自由职业者，想尽快赚一笔",
      trains: ["收益与风险一起讲", "产品风险等级与客户相匹配", "不推介机构没有批准销售的产品"],
      briefing: "请你扮演一位客户，和我（理财顾问）练习对话。你三十岁，自由职业，有十五万元积蓄，半年后要付房子首付。你只问哪个收益最高，嫌风险提示啰嗦，还会问顾问有没有不对外的“内部产品”。顾问问到用钱时间时，你才不情愿地说出首付的事。每次只说客户的话，一两句即可。",
      opening: "别跟我讲那么多，你就说现在哪个收益最高？我朋友买的一年百分之十几，你们有没有那种不对外的？",
    },
    en: {
      title: "“Just the highest yield”",
      customer: "Freelancer, 30, who wants to make money quickly",
      trains: ["Return and risk together", "Product risk that fits the customer", "Only products that the institution has approved"],
      briefing: "Please play a customer in a training conversation with me, the adviser. You are thirty, a freelancer with 150,000 yuan saved, and in half a year you have to pay the deposit on a flat. You only ask which product yields most, find risk warnings tedious, and ask for “internal” products that are not offered to everybody. Only when I ask when you need the money, mention the flat, reluctantly. Speak only as the customer, one or two sentences at a time.",
      opening: "Spare me the details. Which one pays the most right now? A friend of mine gets more than ten per cent a year. Haven’t you got something that isn’t on the list?",
    },
  },
  {
    id: "privacy",
    "zh-CN": {
      title: "你们怎么有我的电话",
      customer: "三十八岁的教师，接到推销电话后到店询问",
      trains: ["说明信息来源与用途", "只收必要的信息，同意要自愿", "尊重拒绝营销的意愿"],
      briefing: "请你扮演一位客户，和我（理财顾问）练习对话。你三十八岁，是教师，上周接到本机构的推销电话，对方知道你的姓名和存款情况。你很警惕，要知道信息从哪来、给了谁、怎样不再接到电话，并拒绝填写与业务无关的信息。顾问含糊或绕回产品，你就更不信任。每次只说客户的话，一两句即可。",
      opening: "我没留过电话，你们的人怎么知道我叫什么、存了多少钱？先把这个说清楚，别的我不想听。",
    },
    en: {
      title: "“How did you get my number?”",
      customer: "Teacher, 38, asking after a sales call",
      trains: ["Where the data comes from and what it is for", "Only necessary data, with free consent", "Respect a “no” to marketing"],
      briefing: "Please play a customer in a training conversation with me, the adviser. You are thirty-eight, a teacher. Last week you had a sales call from this institution, and the caller knew your name and your savings. You are wary: you want to know where the data came from, who has it, and how to get no more calls, and you refuse to fill in what has nothing to do with your business here. If I am vague or return to products, trust me less. Speak only as the customer, one or two sentences at a time.",
      opening: "I never left my number. How do your people know my name and how much I have in the bank? Explain that first; I don’t want to hear about anything else.",
    },
  },
  {
    id: "insurance-as-deposit",
    "zh-CN": {
      title: "存款还是保险",
      customer: "五十二岁的个体店主，到银行网点存钱",
      trains: ["说明这是保险，不是存款", "讲清退保损失、缴费期与犹豫期", "不比作利率，不借银行名义"],
      briefing: "请你扮演一位客户，和我（理财顾问）练习对话。你五十二岁，开小店，来网点存十万元。听说有一种“存五年、利息更高”的产品，以为是存款，其实是保险。你关心随时能不能取、利息是多少、银行是不是担保。顾问不点明是保险，你就一直当存款理解。每次只说客户的话，一两句即可。",
      opening: "我来存十万。隔壁老板说你们有个存五年利息更高的，就是银行存款吧？急用的时候能取出来不？",
    },
    en: {
      title: "A deposit, or insurance?",
      customer: "Shop owner, 52, at a bank branch to deposit money",
      trains: ["Say that it is insurance, not a deposit", "Surrender loss, payment term, cooling-off period", "No comparison with interest, no use of the bank’s name"],
      briefing: "Please play a customer in a training conversation with me, the adviser. You are fifty-two and run a small shop. You came to deposit 100,000 yuan and have heard of something “for five years with better interest”. You take it for a deposit; it is insurance. You want to know whether you can take the money out at any time, what the interest is, and whether the bank stands behind it. Unless I say that it is insurance, go on thinking of a deposit. Speak only as the customer, one or two sentences at a time.",
      opening: "I’d like to deposit 100,000. The owner next door says that you have something for five years with better interest. That is a bank deposit, isn’t it? And can I get it out if I need it?",
    },
  },
  {
    id: "student-loan",
    "zh-CN": {
      title: "学生想借钱",
      customer: "二十岁的大学生，想分期买电脑和手机",
      trains: ["确认身份与还款来源", "说清年化利率与全部费用", "不诱导过度借贷"],
      briefing: "请你扮演一位客户，和我（理财顾问）练习对话。你二十岁，在读大学，没有收入，想借一万二买电脑和新手机，打算用生活费还。你觉得每天几块钱不多，问能不能快点放款，也不想让家里知道。顾问问清楚了，你才承认另外还有一笔欠款。每次只说客户的话，一两句即可。",
      opening: "你好，我想借一万二，听说一天才几块钱，刷个脸就放款？我还在上学，别通知我爸妈就行。",
    },
    en: {
      title: "A student who wants a loan",
      customer: "Student, 20, who wants a laptop and a phone in instalments",
      trains: ["Identity and source of repayment", "Annual rate and all costs", "No pressure to borrow too much"],
      briefing: "Please play a customer in a training conversation with me, the adviser. You are twenty, at university, without an income. You want 12,000 yuan for a laptop and a new phone and mean to pay it back out of your allowance. A few yuan a day seems little; you want the money quickly and your parents not to know. Only when I ask properly do you admit to another debt. Speak only as the customer, one or two sentences at a time.",
      opening: "Hi, I’d like to borrow 12,000. I hear it’s only a few yuan a day and all it takes is a face scan? I’m still a student. Just don’t tell my parents.",
    },
  },
  {
    id: "past-performance",
    "zh-CN": {
      title: "去年涨了四成的基金",
      customer: "三十五岁的程序员，看了排行榜来买基金",
      trains: ["过往业绩不预示未来", "完整展示区间，不只挑好的", "讲波动、费用与持有期"],
      briefing: "请你扮演一位客户，和我（理财顾问）练习对话。你三十五岁，程序员，在排行榜上看到一只去年涨了四成的行业基金，准备投入二十万元。你相信趋势会继续，要顾问说今年能涨多少，还想知道该不该全仓。顾问用数据说明波动时，你愿意听；只说好话时，你会要他给个预测数字。每次只说客户的话，一两句即可。",
      opening: "榜上这只基金去年涨了百分之四十二，我打算放二十万。按这个势头，今年翻个三成没问题吧？",
    },
    en: {
      title: "The fund that rose by forty per cent",
      customer: "Programmer, 35, with a fund from a league table",
      trains: ["Past performance promises nothing", "Show whole periods, not just the best ones", "Volatility, fees and holding period"],
      briefing: "Please play a customer in a training conversation with me, the adviser. You are thirty-five, a programmer, and found a sector fund that rose by forty per cent last year; you are about to put in 200,000 yuan. You believe that the trend goes on, want me to say how much it will rise this year, and ask whether to put in everything. When I explain its volatility with figures, listen; when I only praise it, ask for a forecast. Speak only as the customer, one or two sentences at a time.",
      opening: "This fund on the list made forty-two per cent last year, and I’m putting in 200,000. At this pace thirty per cent this year should be no problem, should it?",
    },
  },
  {
    id: "skip-assessment",
    "zh-CN": {
      title: "问卷帮我填了吧",
      customer: "四十八岁的企业高管，赶时间",
      trains: ["测评由客户本人如实完成", "不代填，不诱导改答案", "结果不匹配时不推荐"],
      briefing: "请你扮演一位客户，和我（理财顾问）练习对话。你四十八岁，企业高管，赶着去机场，想买一只高风险的产品。你嫌风险测评问卷麻烦，要顾问代填，或者告诉你怎么选才能通过，并用“我是老客户”施压。顾问耐心说明为什么要本人做，你会勉强同意先做几题。每次只说客户的话，一两句即可。",
      opening: "问卷就别让我做了，我四十分钟后要去机场。你按进取型帮我填上，签字我来签，行不行？",
    },
    en: {
      title: "“Fill in the questionnaire for me”",
      customer: "Executive, 48, in a hurry",
      trains: ["Customers answer for themselves, truthfully", "No filling in, no coaching", "No recommendation that does not match the result"],
      briefing: "Please play a customer in a training conversation with me, the adviser. You are forty-eight, an executive on the way to the airport, and want to buy a high-risk product. The risk questionnaire is a nuisance to you: you ask me to fill it in, or to tell you which answers pass, and you press me with being an old customer. When I explain patiently why it has to be you, agree grudgingly to begin. Speak only as the customer, one or two sentences at a time.",
      opening: "Don’t make me do the questionnaire, I have to leave for the airport in forty minutes. Put me down as aggressive and I’ll sign it. All right?",
    },
  },
  {
    id: "elderly-relative",
    "zh-CN": {
      title: "晚辈带来的老人",
      customer: "七十八岁的老人，由侄子陪同购买",
      trains: ["直接与老人确认本人意愿", "语速与用词照顾老人", "不合适就劝缓，依要求录音录像"],
      briefing: "请你同时扮演两位客户，和我（理财顾问）练习对话：七十八岁的王奶奶和陪她来的侄子。侄子一直替她回答，急着让她把四十万元全部买成一款五年期产品；老人听力不好，其实担心看病用钱，但不好意思当面说。顾问直接、慢慢地问老人时，她才讲出来。请用“侄子：”“老人：”标明谁在说话，每次一两句即可。",
      opening: "侄子：我姑姑要买那个五年的，四十万全买，手续快点办。\n老人：啊……他说好，那就……听他的吧。",
    },
    en: {
      title: "An elderly lady and her nephew",
      customer: "Woman of 78, brought by her nephew",
      trains: ["Ask the customer herself what she wants", "Pace and words suited to an older customer", "Advise waiting if it is unsuitable; record as required"],
      briefing: "Please play two customers in a training conversation with me, the adviser: a lady of seventy-eight and the nephew who brought her. He answers for her and is in a hurry to have all of her 400,000 yuan put into a five-year product. She hears badly; she worries about money for the doctor but is too embarrassed to say so in front of him. Only when I ask her directly and slowly does she say it. Mark who speaks with “Nephew:” and “Lady:”, one or two sentences at a time.",
      opening: "Nephew: My aunt wants the five-year one, all of the 400,000. Let’s get the paperwork done.\n\nLady: Oh … he says it is good, so … I suppose I’ll do as he says.",
    },
  },
  {
    id: "tied-sale",
    "zh-CN": {
      title: "贷款要搭保险吗",
      customer: "四十岁的小微企业主，急需周转",
      trains: ["不得搭售或附加条件", "说清综合融资成本", "客户有权单独选择"],
      briefing: "请你扮演一位客户，和我（理财顾问）练习对话。你四十岁，经营一家小加工厂，急需五十万元周转。听同行说“买一份保险，贷款批得快”。你想知道是不是必须买、不买会不会被拒、总共要花多少钱。顾问若暗示买了好办事，你会要他写下来。每次只说客户的话，一两句即可。",
      opening: "我要贷五十万周转。同行说在你们这儿得买份保险才批得快，是不是这个规矩？不买是不是就批不下来？",
    },
    en: {
      title: "A loan only with insurance?",
      customer: "Small-business owner, 40, short of cash",
      trains: ["No tied sale, no added conditions", "The whole cost of borrowing", "The customer may choose one without the other"],
      briefing: "Please play a customer in a training conversation with me, the adviser. You are forty, run a small workshop and urgently need 500,000 yuan. Others in the trade say that a loan goes through quickly if one buys insurance. You want to know whether you have to, whether you are turned down otherwise, and what it costs in all. If I hint that buying would help, ask me to put it in writing. Speak only as the customer, one or two sentences at a time.",
      opening: "I need 500,000 to tide us over. People say that here it goes faster if you buy some insurance with it. Is that the rule? And if I don’t, am I turned down?",
    },
  },
  {
    id: "unreviewed-post",
    "zh-CN": {
      title: "发我微信就行",
      customer: "四十二岁的老客户，想拉亲友一起买",
      trains: ["只用机构审核过的材料", "不在朋友圈或群里自行宣传", "不以返现或礼品招揽"],
      briefing: "请你扮演一位客户，和我（理财顾问）练习对话。你四十二岁，是老客户，想拉三位亲友一起买同一款理财。你要顾问用微信发一段自己写的、简单好懂的介绍，最好写上大概收益，再发到亲友群里，并问介绍人有没有好处。顾问解释为什么只能发正式材料时，你会问“那能不能口头说一下”。每次只说客户的话，一两句即可。",
      opening: "你给我写一小段发微信上，就说一年大概多少，我转到家里群，他们三个都想买。对了，介绍人有没有红包？",
    },
    en: {
      title: "“Just send it by chat”",
      customer: "Long-standing customer, 42, who wants to bring relatives",
      trains: ["Only material that was reviewed", "No private advertising in chats or feeds", "No cash or gifts for introductions"],
      briefing: "Please play a customer in a training conversation with me, the adviser. You are forty-two, a long-standing customer, and want three relatives to buy the same wealth product. You ask me to write a few simple words of my own and send them by chat, preferably with an approximate return, to pass on to the family group; and you ask whether there is a reward for bringing new customers. When I explain why only official material may be sent, ask for “just a word between us”. Speak only as the customer, one or two sentences at a time.",
      opening: "Write me a few lines by chat, roughly what it makes in a year, and I’ll put it in the family group. Three of them want in. By the way, is there a little something for bringing them?",
    },
  },
  {
    id: "early-withdrawal",
    "zh-CN": {
      title: "封闭期内要取钱",
      customer: "三十三岁的客户，家人住院急用钱",
      trains: ["如实说明期限与流动性", "不夸大变通办法", "体谅处境，给出可行的路"],
      briefing: "请你扮演一位客户，和我（理财顾问）练习对话。你三十三岁，三个月前买了十万元一年期封闭式理财，现在父亲住院急需用钱。你记得当时有人说“急用随时想办法”，很着急，要求提前取出。顾问若许诺做不到的事，你会当真；若如实说明并一起想别的办法，你会感激。每次只说客户的话，一两句即可。",
      opening: "我爸住院了，要先交八万。我那十万能不能今天取出来？买的时候你们说急用可以想办法的！",
    },
    en: {
      title: "Money needed before the term ends",
      customer: "Customer, 33, with a father in hospital",
      trains: ["Be honest about term and liquidity", "No workaround that does not exist", "Show understanding, and offer a workable way"],
      briefing: "Please play a customer in a training conversation with me, the adviser. You are thirty-three. Three months ago you put 100,000 yuan into a closed one-year wealth product, and now your father is in hospital and needs the money. You remember being told that “something can always be arranged”; you are desperate and want it out. If I promise what can’t be done, take me at my word; if I am honest and look for other ways with you, be grateful. Speak only as the customer, one or two sentences at a time.",
      opening: "My father is in hospital and they want 80,000 up front. Can I have my 100,000 today? When I bought it you said that something could be arranged!",
    },
  },
];
