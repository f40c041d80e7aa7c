import { acronym, anyOf } from './characters.ts';
import { type Rule, rule } from './rule.ts';

/** Months, days, titles, companies, places and what scholars write, and states of the USA. */
const common = anyOf(String.raw`
  Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec Mon Tue Tues Wed Thu Thurs Fri
  Mr Mrs Ms Messrs Mme Mlle Dr Prof Rev Hon Pres Gov Sen Rep Gen Col Maj Capt Cmdr Lt Sgt Cpl Pvt Adm Jr Sr Esq
  Inc Co Corp Ltd Bros Dept Univ Bldg St Ave Blvd Rd Sq Mt Ft
  etc vs est al cf Ph\.D Ed\.D
  Ala Ariz Ark Calif Colo Conn Fla Ga Ind Kan Ky Md Mich Minn Mo Mont Neb Nev Okla Pa Penn Tenn Va Vt Wis Wyo
`);

/** States whose abbreviations are words where they begin with a small letter. */
const capitalOnly = anyOf('Del Ill La Mass Miss Ore Tex Wash');

/** Only before the number: `no. 3`, but `He says no.` */
const ofNumbers = anyOf('no nos fig figs pp art ca');

/** After an initial these begin the next sentence: `in row B. The man`, but `George W. Bush`. */
const beginners = anyOf('A An The It He She They We You This That There In At One');

export const abbreviationRules: Rule[] = [
  rule(String.raw`${common}\.`, 'i'),
  rule(String.raw`${capitalOnly}\.`),
  rule(String.raw`${ofNumbers}\.(?= ?\p{Nd})`, 'i'),
  rule(acronym),
  rule(String.raw`[A-Za-z]\.(?! +${beginners} )`),
];
