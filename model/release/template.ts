/** A CloudFormation template's sections; intrinsics stand in their long form (`!Ref X` is read as `{Ref: "X"}`). */
export type Template = Readonly<Record<string, unknown>>;

/** What a section of a template, or a part of one, holds; empty where it is missing. */
export function section(template: Template, ...path: readonly string[]): Template {
  let at: unknown = template;
  for (const step of path) at = isRecord(at) ? at[step] : undefined;
  return isRecord(at) ? at : {};
}

/** Whether something is an object with keys, and no list. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
