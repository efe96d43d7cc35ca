import { jsonOf } from "./pantherParts.ts";

/** A statement of an IAM policy, with its lists as lists. */
export interface Statement {
  readonly effect: string;
  /** AWS principals: `*`, account IDs, ARNs. */
  readonly principals: readonly string[];
  readonly actions: readonly string[];
  /** Values by operator and key, in lower case, such as `stringnotequals aws:principalaccount`. */
  readonly conditions: ReadonlyMap<string, readonly string[]>;
}

/** The statements of a policy's text; undefined where it is no policy. */
export function statementsOf(text: string): readonly Statement[] | undefined {
  const document = jsonOf(text);
  if (!isRecord(document)) return undefined;
  const { Statement } = document;
  const statements = Array.isArray(Statement) ? Statement : [Statement];
  return statements.every(isRecord) ? statements.map(statementOf) : undefined;
}

function statementOf({ Effect, Principal, Action, Condition }: Readonly<Record<string, unknown>>): Statement {
  const operators = Object.entries(isRecord(Condition) ? Condition : {});
  return {
    effect: String(Effect),
    principals: texts(isRecord(Principal) ? Principal.AWS : Principal),
    actions: texts(Action),
    conditions: new Map(
      operators.flatMap(([operator, keys]) =>
        Object.entries(isRecord(keys) ? keys : {}).map(([key, value]): [string, readonly string[]] => [
          `${operator} ${key}`.toLowerCase(),
          texts(value),
        ]),
      ),
    ),
  };
}

/** Whether a statement's actions have one in them, by its whole name or a pattern. */
export function covers({ actions }: Statement, action: string): boolean {
  return actions.some((pattern) => {
    const parts = pattern.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
    return new RegExp(`^${parts.join(".*")}$`, "i").test(action);
  });
}

/** The account of a principal; undefined for `*` and what names none. */
function accountOfPrincipal(principal: string): string | undefined {
  return /^(?:arn:[a-z-]+:(?:iam|sts)::)?(\d{12})(?::|$)/.exec(principal)?.[1];
}

/** The principals that are let in and that are not of the account; where that is not known, everybody alone is one. */
export function strangersIn(statements: readonly Statement[], own: string | undefined): readonly string[] {
  return statements
    .filter(({ effect }) => effect === "Allow")
    .flatMap(({ principals }) => principals)
    .filter((principal) => principal === "*" || (own !== undefined && accountOfPrincipal(principal) !== own));
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function texts(value: unknown): readonly string[] {
  const items = Array.isArray(value) ? value : [value];
  return items.filter((item) => typeof item === "string" || typeof item === "boolean").map(String);
}
