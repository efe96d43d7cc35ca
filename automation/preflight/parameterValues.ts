import { declarationsOf } from "../../model/release/parameters/declaration.ts";
import type { Context } from "./context.ts";

/** What the root stack gets for its parameters, defaults included; blank where a value is a secret, or there is none. */
export async function parameterValues({
  run,
  facts,
}: Pick<Context, "run" | "facts">): Promise<(name: string) => string> {
  const { root } = await facts.target();
  const declared = declarationsOf(root);
  const { parameters } = run.environment;
  return (name) => (declared.has(name) ? (parameters[name] ?? declared.get(name)?.default ?? "") : "");
}
