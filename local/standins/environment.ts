import { delimiter, join } from "node:path";

/** Stands for the official plugin's pauses of ten seconds. */
const pauseSeconds = "0.2";

/**
 * What a process needs in its environment so that `pulumi` is the one in `localDirectory`, with the stand-ins, its own
 * state and nothing of the user's. AWS is not among it: that is `awsEnvironment` of the local AWS.
 */
export function pulumiEnvironment(localDirectory: string): Record<string, string> {
  return {
    PATH: [join(localDirectory, "bin"), process.env.PATH ?? ""].join(delimiter),
    PULUMI_HOME: join(localDirectory, "pulumi-home"),
    PULUMI_BACKEND_URL: `file://${join(localDirectory, "state")}`,
    PULUMI_CONFIG_PASSPHRASE: "local",
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    PANTHER_STANDIN_PAUSE_SECONDS: pauseSeconds,
    // The AWS SDK's versions are locked: its notice that later ones want Node.js 22 is no help here.
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
    TMPDIR: join(localDirectory, "tmp"),
  };
}
