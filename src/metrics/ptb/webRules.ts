import { anyOf, letterOrDigit, space, wordStart } from './pieces.ts';
import { type Rule, rule, withBrackets, withoutSpaces } from './rule.ts';

const address = String.raw`[a-zA-Z0-9][^ \t\n\f\r"<>|(){}\u00a0]*@(?:[^ \t\n\f\r"<>|(){}.\u00a0]+\.)*[^ \t\n\f\r"<>|(){}.\u00a0]+`;
/** Not of any case as a whole: the characters that a name may not have include the capitals, not the small letters. */
const anyCase = (letters: string): string =>
  letters.replaceAll(/[a-z]/g, (small) => `[${small}${small.toUpperCase()}]`);
const hosts = [
  String.raw`${anyCase('www')}\.(?:[^ \t\n\f\r"<>|.!?(){},]+\.)+[a-zA-Z]{2,4}`,
  String.raw`(?:[^ \t\n\f\r"\`'<>|!(){}$,-_]+\.)+${anyCase('(?:com|net|org|edu)')}`,
];
const path = String.raw`(?:/[^ \t\n\f\r"<>|()]+[^ \t\n\f\r"<>|.!?(){},-])?`;

const tagName = '[A-Za-z][A-Za-z0-9_:.-]*';
const attribute = `(?: +(?:${tagName}(?: *= *(?:'[^'\\n]*'|"[^"\\n]*"))?))`;
export const tag = `<(?:[!?][A-Za-z-][^>\\n]*|${tagName}${attribute}* */?|/${tagName}) *>`;

const extension = anyOf(`
  bat bmp c cgi class cpp dll doc docx exe gif gz h htm html jar java jpeg jpg mov mp3 pdf php pl png ppt ps py sql tar txt
  wav x xml zip`);
const file = `${letterOrDigit}+(?:\\.${letterOrDigit}+)*\\.${extension}`;

const faces: Rule[] = [
  rule(String.raw`([<>]?[:;=][-o*']?[()DPdpO\\{@|[\]])[^A-Za-z0-9]`, '', withBrackets),
  rule(String.raw`[-^x=~<>']_[-^x=~<>']|\([-^x=~<>'][_.]?[-^x=~<>']\)|\([\^x=~<>']-[\^x=~<>'\`]\)`, '', withBrackets),
];

export const webRules: Rule[] = [
  rule(tag, '', withoutSpaces),
  rule(String.raw`https?://[^ \t\n\f\r"<>|(){}]+[^ \t\n\f\r"<>|.!?(){},-]`, 'i'),
  ...hosts.map((host) => rule(host + path)),
  rule(`(?:&lt;|<)?${address}(?:&gt;|>)?`),
  rule('@[a-zA-Z_][a-zA-Z_0-9]*'),
  rule(`#${wordStart}+`),
  rule(`(${file})(?:${space}|[.?!,])`, 'i'),
  ...faces,
];
