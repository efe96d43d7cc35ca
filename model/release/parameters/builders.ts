import type { DocumentedParameter, Source } from "./documented.ts";

type Rest = Omit<
  DocumentedParameter,
  "name" | "template" | "type" | "required" | "default" | "secret" | "text" | "source"
>;

/** Stands in the place of a default. */
export const required = Symbol("required");
/** There is a default, but none is documented. */
export const undocumented = Symbol("undocumented");
export type Initial = string | typeof required | typeof undocumented;

type Build = (
  name: string,
  initial: Initial,
  text: string,
  rest?: Rest & { readonly secret?: true },
) => DocumentedParameter;

interface Builders {
  readonly text: Build;
  readonly number: Build;
  readonly list: Build;
  /** `true` or `false`, as text. */
  readonly flag: Build;
}

/** How the files of the catalog write their parameters down. */
export function documentedIn(source: Source, template: DocumentedParameter["template"] = "root"): Builders {
  const of =
    (type: DocumentedParameter["type"]): Build =>
    (name, initial, text, rest = {}) => ({
      name,
      template,
      type,
      required: initial === required,
      ...(typeof initial === "string" && { default: initial }),
      text,
      source,
      ...rest,
      secret: rest.secret ?? false,
    });
  const text = of("String");
  return {
    text,
    number: of("Number"),
    list: of("CommaDelimitedList"),
    flag: (name, initial, words, rest) => text(name, initial, words, { ...rest, allowedValues: ["true", "false"] }),
  };
}
