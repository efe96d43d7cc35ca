import { finding, type ParameterFinding } from "../finding.ts";
import type { Settings } from "../settings.ts";

/** Secrets that stand among the plain values, where they would end up in files, state and output. */
export function secretFindings({ parameters, secretNames }: Settings): readonly ParameterFinding[] {
  return [...parameters].flatMap(([name, { declaration, secret, given, text }]) => {
    // Blank is no secret: it says that there is none.
    if (!secret || secretNames.has(name) || given === "nothing" || text === "") return [];
    const reason = declaration.noEcho ? "the template hides its value" : "its value is a secret";
    return [
      finding(
        "secret-among-plain",
        name,
        `${name} is given in plain text, but ${reason}.`,
        `Remove it there, and: pulumi config set --secret --path 'panther:secretParameters.${name}'`,
      ),
    ];
  });
}
