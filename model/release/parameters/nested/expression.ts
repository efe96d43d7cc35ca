import { section, type Template } from "../../template.ts";
import { isList, itemsOf } from "../declaration.ts";
import type { Setting } from "../settings.ts";

/** A value inside a template, and the root parameters that it is made from. */
export interface Traced {
  readonly text: string;
  readonly type: string;
  readonly from: readonly Setting[];
}

/** What is known while a template is read: its parameters, and pseudo parameters. */
export interface Known {
  readonly template: Template;
  readonly values: ReadonlyMap<string, Traced>;
}

/** The value of an expression, as far as parameters alone decide it; undefined when more than them does. */
export function resolve(expression: unknown, known: Known): Traced | undefined {
  if (typeof expression === "string" || typeof expression === "number" || typeof expression === "boolean") {
    return { text: String(expression), type: "String", from: [] };
  }
  const [name, argument] = intrinsic(expression);
  switch (name) {
    case "Ref":
      return known.values.get(String(argument));
    case "Fn::Sub":
      return Array.isArray(argument) ? substitute(argument[0], argument[1], known) : substitute(argument, {}, known);
    case "Fn::Join":
      return Array.isArray(argument) ? join(String(argument[0]), argument[1], known) : undefined;
    case "Fn::If": {
      if (!Array.isArray(argument)) return undefined;
      const holds = conditionHolds(String(argument[0]), known);
      return holds === undefined ? undefined : resolve(argument[holds ? 1 : 2], known);
    }
    default:
      return undefined;
  }
}

/** Whether a condition of the template holds; undefined when more than parameters decides it. */
export function conditionHolds(name: string, known: Known, above: readonly string[] = []): boolean | undefined {
  // A condition that leads back to itself is CloudFormation's to refuse.
  if (above.includes(name)) return undefined;
  return holds(section(known.template, "Conditions")[name], known, [...above, name]);
}

function holds(expression: unknown, known: Known, above: readonly string[]): boolean | undefined {
  const [name, argument] = intrinsic(expression);
  if (name === "Condition") return conditionHolds(String(argument), known, above);
  const operands: readonly unknown[] = Array.isArray(argument) ? argument : [];
  const parts = () => operands.map((operand) => holds(operand, known, above));
  switch (name) {
    case "Fn::Equals": {
      const [left, right] = operands.map((operand) => resolve(operand, known)?.text);
      return left === undefined || right === undefined ? undefined : left === right;
    }
    case "Fn::Not": {
      const [inner] = parts();
      return inner === undefined ? undefined : !inner;
    }
    case "Fn::And":
      return all(parts());
    case "Fn::Or": {
      const none = all(parts().map((part) => (part === undefined ? undefined : !part)));
      return none === undefined ? undefined : !none;
    }
    default:
      return undefined;
  }
}

function all(parts: readonly (boolean | undefined)[]): boolean | undefined {
  if (parts.includes(false)) return false;
  return parts.includes(undefined) ? undefined : true;
}

/** The name and argument of an object with exactly one member. */
function intrinsic(expression: unknown): readonly [string | undefined, unknown] {
  if (typeof expression !== "object" || expression === null) return [undefined, undefined];
  const entries = Object.entries(expression);
  return entries.length === 1 && entries[0] ? entries[0] : [undefined, undefined];
}

function substitute(text: unknown, variables: unknown, known: Known): Traced | undefined {
  if (typeof text !== "string") return undefined;
  const own = section({ variables }, "variables");
  const from: Setting[] = [];
  let whole = true;
  const filled = text.replace(/\$\{([^}]*)\}/g, (_, name: string) => {
    // `${!Name}` stands for the text `${Name}`.
    if (name.startsWith("!")) return `\${${name.slice(1)}}`;
    const value = Object.hasOwn(own, name) ? resolve(own[name], known) : known.values.get(name);
    whole &&= value !== undefined;
    from.push(...(value?.from ?? []));
    return value?.text ?? "";
  });
  return whole ? { text: filled, type: "String", from } : undefined;
}

function join(separator: string, list: unknown, known: Known): Traced | undefined {
  const parts = Array.isArray(list) ? list.map((item) => resolve(item, known)) : listOf(resolve(list, known));
  if (!parts?.every((part) => part !== undefined)) return undefined;
  return {
    text: parts.map(({ text }) => text).join(separator),
    type: "String",
    from: parts.flatMap((part) => part.from),
  };
}

function listOf(value: Traced | undefined): readonly Traced[] | undefined {
  if (!value || !isList(value.type)) return undefined;
  return itemsOf(value.type, value.text).map((text) => ({ ...value, text }));
}
