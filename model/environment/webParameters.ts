import { deploymentParameters } from "../release/parameters/catalog/deployment.ts";
import { documentedParameter } from "../release/parameters/catalog.ts";
import { checkValues, type ValueCheck } from "../release/parameters/checkValues.ts";
import { documentedTemplate } from "../release/parameters/declaration.ts";
import type { ParameterFinding } from "../release/parameters/finding.ts";
import { type ConfigurationProblem, problemAt, setCommand } from "./problems.ts";
import { refused } from "./rules.ts";

/**
 * Parameters of the web app's root template that are known, with the rules that Panther's own has for them: the web app's
 * own takes the domain without the slash that the documentation's example has at its end.
 * Source: Panther documentation, "AWS China", "Deploy Web App" and "Custom domain".
 */
const known = deploymentParameters.filter(({ name }) =>
  ["FirstUserEmail", "CustomDomain", "CertificateArn"].includes(name),
);

const place = (name: string) => ["china", "webParameters", name];

/** What is wrong with the web app's parameters, as far as it can be told without its template. */
export function webParameterProblems(
  given: readonly (readonly [name: string, value: string])[],
  region: string | undefined,
): readonly ConfigurationProblem[] {
  const misplaced = given.flatMap(([name]) => misplacedProblem(name) ?? []);
  const findings = webParameterFindings({ values: Object.fromEntries(given), ...(region !== undefined && { region }) });
  const wrong = findings.filter(({ severity }) => severity === "error");
  return [
    ...misplaced,
    ...wrong.map(({ code, parameter, message, fix }) =>
      code === "missing-required"
        ? problemAt(place(parameter), undefined, "is missing", setCommand(place(parameter)))
        : refused(place(parameter), undefined, { message, fix }),
    ),
  ];
}

/** What the rules of those that are known say against values of the web app's parameters; of others they say nothing. */
export function webParameterFindings(check: ValueCheck): readonly ParameterFinding[] {
  const names = known.map(({ name }) => name);
  const values = Object.fromEntries(Object.entries(check.values).filter(([name]) => names.includes(name)));
  const secretNames = [...(check.secretNames ?? [])].filter((name) => names.includes(name));
  return checkValues(documentedTemplate(known), { ...check, values, secretNames }).findings;
}

function misplacedProblem(name: string): ConfigurationProblem | undefined {
  if (name === "SecretID") {
    const fix = `Remove it, then: ${setCommand(["china", "secretName"])}`;
    return problemAt(place(name), undefined, "is given by panther:china.secretName", fix);
  }
  if (documentedParameter(name)?.secret !== true) return undefined;
  const fix =
    "Remove it: the web app in front of a backend in China takes no secret. Change it, too, since the file has been seen.";
  return problemAt(place(name), undefined, "is a secret, and panther:china.webParameters are in plain text", fix);
}
