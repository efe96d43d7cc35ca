import { isRecord, type Template } from "../release/template.ts";

/** One statement of an IAM policy. */
export interface PolicyStatement {
  /** `DenyVpc`, its Sid; `statement 2` where it has none. */
  readonly name: string;
  readonly effect: "Allow" | "Deny";
  /** As it stands in the document. */
  readonly body: Template;
  /** Keys that it asked about and that were taken out of it. */
  readonly unsure?: readonly string[];
}

/** The statements of a policy's JSON document; undefined where it is none. */
export function statementsOf(document: string): readonly PolicyStatement[] | undefined {
  const policy = parsed(document);
  if (!isRecord(policy) || policy.Statement === undefined) return undefined;
  return [policy.Statement].flat().flatMap((body: unknown, index): readonly PolicyStatement[] => {
    if (!isRecord(body)) return [];
    const { Sid: sid, Effect: effect } = body;
    const name = typeof sid === "string" && sid !== "" ? sid : `statement ${index + 1}`;
    return [{ name, effect: effect === "Allow" ? "Allow" : "Deny", body }];
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

// The first statement is on the second line.
const linesBefore = 2;

/**
 * A document with each statement on a line of its own: the simulator tells by line and column which one decided.
 * Source: IAM API Reference, "Statement", StartPosition.
 */
export function documentOf(statements: readonly PolicyStatement[]): string {
  return `{"Version":"2012-10-17","Statement":[\n${statements.map(({ body }) => JSON.stringify(body)).join(",\n")}\n]}`;
}

/** The statement of such a document that begins on a line, counted from 1. */
export function statementOnLine(
  statements: readonly PolicyStatement[],
  line: number | undefined,
): PolicyStatement | undefined {
  return line === undefined ? undefined : statements[line - linesBefore];
}

/** Names of the condition keys that a statement asks about, as they stand there, those inside `${…}` too. */
export function conditionKeysOf({ body }: PolicyStatement): readonly string[] {
  const operators = isRecord(body.Condition) ? Object.values(body.Condition) : [];
  const named = operators.flatMap((keys) => (isRecord(keys) ? Object.keys(keys) : []));
  const variables = [...JSON.stringify(body).matchAll(/\$\{([\w:/.-]+:[\w/.@=+-]+)(?:,[^}]*)?\}/g)];
  return [...new Set([...named, ...variables.map(([, key]) => key as string)])];
}

/** A statement that no longer asks about some keys; `keys` in small letters. One that asks about nothing else always holds. */
export function withoutConditions(statement: PolicyStatement, keys: ReadonlySet<string>): PolicyStatement {
  const { Condition: condition, ...body } = statement.body;
  if (!isRecord(condition)) return statement;
  const kept = Object.entries(condition).flatMap(([operator, asked]) => {
    const rest = isRecord(asked) ? Object.entries(asked).filter(([key]) => !keys.has(key.toLowerCase())) : [];
    return rest.length === 0 ? [] : [[operator, Object.fromEntries(rest)] as const];
  });
  const unsure = conditionKeysOf(statement).filter((key) => keys.has(key.toLowerCase()));
  return { ...statement, unsure, body: kept.length === 0 ? body : { ...body, Condition: Object.fromEntries(kept) } };
}
