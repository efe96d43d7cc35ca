/**
 * What preflight finds of the demos' environments: AWS has given up runtimes of these releases' functions and would create
 * none of them, and the secret that the environment's file names is nobody's.
 */
export const acceptedFindings = ["runtimes", "secrets"];
