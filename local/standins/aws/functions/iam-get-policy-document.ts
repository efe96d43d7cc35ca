import { createHash } from "node:crypto";
import type { FunctionHandler } from "../handler.ts";
import { isObject, type Properties, text, texts } from "../values.ts";

/** Renders a policy document; source and override documents are not merged. */
export const handler: FunctionHandler = async (_call, args) => {
  for (const key of ["overridePolicyDocuments", "sourcePolicyDocuments", "overrideJson", "sourceJson"]) {
    if (args[key] !== undefined) throw new Error(`the stand-in does not merge policy documents: ${key} is not served`);
  }
  const statements = Array.isArray(args.statements) ? args.statements.filter(isObject) : [];
  const document = {
    Version: text(args, "version") ?? "2012-10-17",
    ...(text(args, "policyId") === undefined ? {} : { Id: text(args, "policyId") }),
    ...(statements.length > 0 ? { Statement: statements.map(toStatement) } : {}),
  };
  const json = JSON.stringify(document, null, 2);
  const id = String(Number.parseInt(createHash("sha256").update(json).digest("hex").slice(0, 8), 16));
  return { id, json, minifiedJson: JSON.stringify(document), statements, version: document.Version };
};

function toStatement(statement: Properties): Properties {
  const conditions = Array.isArray(statement.conditions) ? statement.conditions.filter(isObject) : [];
  const entries: [string, unknown][] = [
    ["Sid", text(statement, "sid")],
    ["Effect", text(statement, "effect") ?? "Allow"],
    ["Action", oneOrMany(texts(statement, "actions"))],
    ["NotAction", oneOrMany(texts(statement, "notActions"))],
    ["Resource", oneOrMany(texts(statement, "resources"))],
    ["NotResource", oneOrMany(texts(statement, "notResources"))],
    ["Principal", principals(statement.principals)],
    ["NotPrincipal", principals(statement.notPrincipals)],
    ["Condition", conditions.length > 0 ? conditionsOf(conditions) : undefined],
  ];
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}

function conditionsOf(conditions: readonly Properties[]): Properties {
  const found: Record<string, Record<string, unknown>> = {};
  for (const condition of conditions) {
    const test = text(condition, "test") ?? "";
    found[test] = { ...found[test], [text(condition, "variable") ?? ""]: oneOrMany(texts(condition, "values")) };
  }
  return found;
}

function principals(value: unknown): unknown {
  const list = Array.isArray(value) ? value.filter(isObject) : [];
  if (list.length === 0) return undefined;
  const all = list.map((item) => [text(item, "type") ?? "", oneOrMany(texts(item, "identifiers"))] as const);
  const [only] = all;
  if (all.length === 1 && only?.[0] === "*" && only[1] === "*") return "*";
  return Object.fromEntries(all);
}

function oneOrMany(values: readonly string[] | undefined): unknown {
  return values?.length === 1 ? values[0] : values && [...values].sort();
}
