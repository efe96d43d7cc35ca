import { STS } from "@aws-sdk/client-sts";
import { PantherError } from "../../model/error.ts";

/**
 * The region that the caller's environment or AWS profile names.
 * @throws PantherError `region-missing`
 */
export async function callersRegion(variables: NodeJS.ProcessEnv = process.env): Promise<string> {
  // AWS's other tools read this variable, too; the SDK for JavaScript does not.
  const { AWS_REGION, AWS_DEFAULT_REGION } = variables;
  if (AWS_REGION || AWS_DEFAULT_REGION) return AWS_REGION || AWS_DEFAULT_REGION || "";
  try {
    return await new STS({}).config.region();
  } catch (error) {
    throw new PantherError(
      "region-missing",
      "Neither AWS_REGION nor the AWS profile names the region that Panther runs in. Nothing was looked at.",
      "Give it: --region us-east-1, for example.",
      { cause: error },
    );
  }
}
