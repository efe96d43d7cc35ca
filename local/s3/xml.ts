/** One element with what is in it: text, further elements by name, lists of elements of the same name. */
export type Content =
  | string
  | number
  | boolean
  | Date
  | undefined
  | { readonly [name: string]: Content | readonly Content[] };

export function xmlDocument(name: string, content: Content): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element(name, content)}`;
}

function element(name: string, content: Content | readonly Content[]): string {
  if (content === undefined) return "";
  if (isList(content)) return content.map((one) => element(name, one)).join("");
  return `<${name}>${inner(content)}</${name}>`;
}

function inner(content: Exclude<Content, undefined>): string {
  if (content instanceof Date) return content.toISOString();
  if (typeof content !== "object") return escaped(String(content));
  return Object.entries(content)
    .map(([name, value]) => element(name, value))
    .join("");
}

function isList(content: Content | readonly Content[]): content is readonly Content[] {
  return Array.isArray(content);
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/** The text of each element of that name, however deep; of documents as small as a list of parts. */
export function textsOf(xml: string, name: string): readonly string[] {
  return [...xml.matchAll(new RegExp(`<${name}>([^<]*)</${name}>`, "g"))].map(([, text = ""]) =>
    text
      .replaceAll("&quot;", '"')
      .replaceAll("&apos;", "'")
      .replaceAll("&lt;", "<")
      .replaceAll("&gt;", ">")
      .replaceAll(/&#x([0-9a-fA-F]+);/g, (_, code: string) => String.fromCodePoint(Number.parseInt(code, 16)))
      .replaceAll("&amp;", "&"),
  );
}
