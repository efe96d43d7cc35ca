import { execa } from "execa";

/** Runs a plain `pulumi preview` and fails when it would change anything. */
export async function expectNoChanges(environment: string, projectDirectory: string): Promise<void> {
  await execa(
    "pulumi",
    ["preview", "--stack", environment, "--expect-no-changes", "--non-interactive", "--color", "never"],
    {
      cwd: projectDirectory,
    },
  );
}
