import type { Command } from "commander";
import { PantherError } from "../../model/error.ts";
import { roleParameters } from "../../model/release/parameters/catalog/role.ts";
import { rootParameters, rootParametersOf } from "../../model/release/parameters/catalog.ts";
import { checkParameters, type ParameterAnswer } from "../../model/release/parameters/checkParameters.ts";
import { parameterReference } from "../../model/release/parameters/describe.ts";
import { type DocumentedParameter, isDocumentedFor } from "../../model/release/parameters/documented.ts";
import { parseVersion } from "../../model/release/version.ts";
import type { ParametersAnswer, ParametersCheckAnswer } from "./answers.ts";
import { exitCodes } from "./exitCodes.ts";
import { readTemplateFiles, readValuesFile } from "./parametersFiles.ts";
import { answerText, parametersText } from "./parametersText.ts";

interface ReferenceOptions {
  readonly release?: string;
  readonly role?: boolean;
  readonly json?: boolean;
}

interface CheckOptions {
  readonly template: string;
  readonly values: string;
  readonly release?: string;
  readonly region?: string;
  readonly secret?: readonly string[];
  readonly accept?: readonly string[];
  readonly json?: boolean;
}

/** Adds `panther parameters` and `panther parameters check`; both work offline. */
export function addParametersCommand(program: Command, setExitCode: (code: number) => void): void {
  const parameters = program
    .command("parameters")
    .description("the reference of Panther's parameters; changes nothing")
    .option("--release <version>", "of this release only")
    .option("--role", "of the deployment role's template instead of the root template")
    .option("--json", "print one JSON array")
    .addHelpText("after", examples)
    .action((options: ReferenceOptions) => {
      const shown = referenceOf(options);
      const answer: ParametersAnswer = shown.map(parameterReference);
      write(options.json ? JSON.stringify(answer) : parametersText(shown));
    });
  parameters
    .command("check")
    .description("check parameter values against a root template on disk; changes nothing")
    .requiredOption("--template <file>", "root template; nested ones beside it under the paths that it names")
    .requiredOption("--values <file>", 'YAML or JSON object of names and values; {"secure": …} stands for a secret')
    .option("--release <version>", "the template's release, for better words")
    .option("--region <region>", "region of the deployment: ARNs have to fit it")
    .option("--secret <names...>", "parameters that are kept as secrets")
    .option("--accept <codes...>", "accept these errors, such as deletes-everything")
    .option("--json", "print one JSON object")
    .addHelpText("after", checkExamples)
    .action(async (_: unknown, command: Command) => {
      // Commander gives --json and --release to `parameters`, which has them too.
      const options = command.optsWithGlobals<CheckOptions>();
      const answer = await answerTo(options);
      write(options.json ? JSON.stringify(answer) : answerText(answer));
      setExitCode(answer.accepted ? exitCodes.done : exitCodes.refused);
    });
}

function referenceOf({ release, role }: ReferenceOptions): readonly DocumentedParameter[] {
  if (release === undefined) return role ? roleParameters : rootParameters;
  const version = parseVersion(release);
  return role ? roleParameters.filter((parameter) => isDocumentedFor(parameter, version)) : rootParametersOf(version);
}

/** With --json a script gets its answer on stdout, even when a file can't be read. */
async function answerTo(options: CheckOptions): Promise<ParametersCheckAnswer> {
  try {
    return await check(options);
  } catch (error) {
    if (!options.json || !(error instanceof PantherError)) throw error;
    const { code, message, fix } = error;
    return { accepted: false, findings: [{ severity: "error", code, parameter: "", message, fix }] };
  }
}

async function check({ template, values, release, region, secret, accept }: CheckOptions): Promise<ParameterAnswer> {
  const written = await readValuesFile(values);
  return checkParameters({
    ...(await readTemplateFiles(template)),
    values: written.values,
    secretNames: [...written.secretNames, ...(secret ?? [])],
    ...(release !== undefined && { release: parseVersion(release) }),
    ...(region !== undefined && { region }),
    accept: accept ?? [],
  });
}

function write(text: string): void {
  process.stdout.write(`${text}\n`);
}

const examples = `
Examples:
  panther parameters --release v1.39.7    what this release has
  panther parameters --role --json        of the deployment role, for scripts
  panther parameters check --template panther.yml --values values.yml`;

const checkExamples = `
Examples:
  panther parameters check --template panther.yml --values values.yml
  panther parameters check --template v1.39.7/panther.yml --values values.yml \\
    --region eu-central-1 --secret DatadogAPIKey --json`;
