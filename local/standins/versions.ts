import aws from "@pulumi/aws/package.json" with { type: "json" };
import pulumi from "@pulumi/pulumi/package.json" with { type: "json" };

/** Version of CLI, language host and SDK, which are pinned together. */
export const pulumiVersion: string = pulumi.version;

/** Version of the official plugin that the stand-in stands for: that of the `@pulumi/aws` package. */
export const awsPluginVersion: string = aws.version;
