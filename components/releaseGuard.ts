import * as pulumi from "@pulumi/pulumi";

/**
 * Refuses an update of a stack whose change of template has a problem, before AWS is called; a preview warns of it. It
 * compares with what Pulumi last deployed. The driver, which asks AWS what runs, goes one minor at a time.
 *
 * @param problemOf takes the old and the new template's URL
 */
export function releaseGuard(
  componentName: string,
  problemOf: (fromUrl: string, toUrl: string) => string | undefined,
): pulumi.ResourceHook {
  return new pulumi.ResourceHook(
    `${componentName}-release-guard`,
    async ({ oldInputs, newInputs, urn }) => {
      const [from, to] = await Promise.all([templateUrlOf(oldInputs), templateUrlOf(newInputs)]);
      const problem = from && to ? problemOf(from, to) : undefined;
      if (!problem) return;
      const message = `${problem}. Go hop by hop instead: panther upgrade ${pulumi.getStack()}`;
      // Throwing would refuse the preview too, and with it the sight of what else would change.
      if (!pulumi.runtime.isDryRun()) throw new Error(message);
      await pulumi.log.warn(`pulumi up will refuse this. ${message} (${urn.split("::").at(-1)})`);
    },
    { onDryRun: true },
  );
}

/** Inputs that hold a secret anywhere arrive as outputs. */
async function templateUrlOf(inputs: Readonly<Record<string, unknown>> | undefined): Promise<string | undefined> {
  const url = await new Promise<unknown>((resolve) => {
    pulumi.output(inputs?.templateUrl as pulumi.Input<string | undefined>).apply(resolve);
  });
  return typeof url === "string" ? url : undefined;
}
