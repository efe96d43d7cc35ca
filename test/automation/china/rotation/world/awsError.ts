/** An error as the SDK throws it. */
export function awsError(name: string, message = name, status = 400): Error {
  const error = Object.assign(new Error(message), { $metadata: { httpStatusCode: status } });
  error.name = name;
  return error;
}
