import { htmlEscape } from "escape-goat";
import { visibleText } from "./visibleText.ts";

/** HTML that is safe to put into a page. Only {@link html} makes it, so nothing gets in without being escaped. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

export type Content = string | number | Markup | readonly Content[] | null;

/** A template of HTML: what is filled in is escaped, unless it is {@link Markup} itself. */
export function html(parts: TemplateStringsArray, ...contents: readonly Content[]): Markup {
  return new Markup(parts.map((part, index) => part + textOf(contents[index] ?? null)).join(""));
}

function textOf(content: Content): string {
  if (content === null) return "";
  if (content instanceof Markup) return content.text;
  if (typeof content === "object") return content.map(textOf).join("");
  return htmlEscape(visibleText(String(content)));
}
