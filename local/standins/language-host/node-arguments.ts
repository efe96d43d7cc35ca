/** Splits the `nodeargs` of a project's runtime options as a shell would: blanks separate, quotes hold together. */
export function splitArguments(text: string): readonly string[] {
  const found: string[] = [];
  for (const match of text.matchAll(/(?:[^\s"']+|"[^"]*"|'[^']*')+/g)) {
    found.push(match[0].replaceAll(/"([^"]*)"|'([^']*)'/g, "$1$2"));
  }
  return found;
}

/** Runtime options of a Pulumi.yaml or PulumiPolicy.yaml that decide how Node is started. */
export interface RuntimeOptions {
  readonly nodeArguments: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

/** Reads `nodeargs`, `typescript` (on unless it says false) and `tsconfig`, as the official language host does. */
export function runtimeOptions(options: Readonly<Record<string, unknown>>): RuntimeOptions {
  const { nodeargs, typescript, tsconfig } = options;
  return {
    nodeArguments: typeof nodeargs === "string" ? splitArguments(nodeargs) : [],
    environment: {
      PULUMI_NODEJS_TYPESCRIPT: String(typescript !== false && typescript !== "false"),
      ...(typeof tsconfig === "string" ? { PULUMI_NODEJS_TSCONFIG_PATH: tsconfig } : {}),
    },
  };
}
