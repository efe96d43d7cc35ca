import { isRecord } from "./template.ts";
import { toText } from "./text.ts";

/** Which branches of Fn::If to look into: with `undefined`, both. */
type Branch = (condition: string) => boolean | undefined;

/** Names that a value refers to by Ref, Fn::GetAtt and Fn::Sub: resources, parameters and pseudo parameters alike. */
export function referencesIn(value: unknown, branch: Branch = () => undefined): ReadonlySet<string> {
  const found = new Set<string>();
  collect(value, branch, found);
  return found;
}

function collect(value: unknown, branch: Branch, found: Set<string>): void {
  if (Array.isArray(value)) {
    for (const item of value) collect(item, branch, found);
    return;
  }
  if (!isRecord(value)) return;
  const entries = Object.entries(value);
  const only = entries.length === 1 ? entries[0] : undefined;
  if (!only || !collectFrom(only[0], only[1], branch, found)) {
    for (const [, inner] of entries) collect(inner, branch, found);
  }
}

function collectFrom(name: string, argument: unknown, branch: Branch, found: Set<string>): boolean {
  switch (name) {
    case "Ref":
      found.add(toText(argument));
      return true;
    case "Fn::GetAtt": {
      const [target, ...rest] = Array.isArray(argument) ? argument : [toText(argument).split(".")[0]];
      found.add(toText(target));
      collect(rest, branch, found);
      return true;
    }
    case "Fn::Sub": {
      const [template, variables] = Array.isArray(argument) ? argument : [argument, {}];
      const own = isRecord(variables) ? variables : {};
      for (const [, inner = ""] of toText(template).matchAll(/\$\{([^}]*)\}/g)) {
        const reference = inner.trim();
        if (reference === "" || reference.startsWith("!") || reference in own) continue;
        found.add(reference.split(".")[0] ?? reference);
      }
      collect(own, branch, found);
      return true;
    }
    case "Fn::If": {
      const [condition, yes, no] = Array.isArray(argument) ? argument : [];
      const holds = branch(toText(condition));
      if (holds !== false) collect(yes, branch, found);
      if (holds !== true) collect(no, branch, found);
      return true;
    }
    default:
      return false;
  }
}

/** Names of conditions that a value uses, in Fn::If and in condition functions. */
export function conditionsIn(value: unknown): ReadonlySet<string> {
  const found = new Set<string>();
  const visit = (inner: unknown): void => {
    if (Array.isArray(inner)) inner.forEach(visit);
    else if (isRecord(inner)) {
      const choice = inner["Fn::If"];
      if (Array.isArray(choice)) found.add(toText(choice[0]));
      Object.values(inner).forEach(visit);
    }
  };
  visit(value);
  return found;
}
