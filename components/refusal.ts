import * as pulumi from "@pulumi/pulumi";

/**
 * An error that ends the program with its message alone. It has no stack: Pulumi shows none of a RunError, but formats it
 * all the same, and Node's util.inspect goes in circles over one with a line such as `node_modules/@pulumi/resource.ts`,
 * which the source maps of Pulumi's SDK bring. That takes half a minute and a gigabyte.
 */
export function refusal(message: string): pulumi.RunError {
  const error = new pulumi.RunError(message);
  error.stack = "";
  return error;
}
