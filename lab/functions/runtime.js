"use strict";

/**
 * One execution environment of a function: `node runtime.js <task root> <handler>`, started and spoken to by the runner
 * (messages.ts). Plain JavaScript, so that it starts as fast as Lambda's own runtime does and holds nothing but the function.
 */

const path = require("node:path");

/** @param {unknown} error */
function describe(error) {
  if (!(error instanceof Error)) return { errorType: typeof error, errorMessage: String(error), trace: [] };
  return { errorType: error.name, errorMessage: error.message, trace: (error.stack ?? "").split("\n") };
}

/** Loads `<module>.<export>`. @returns {Function} */
function loadHandler(taskRoot, handler) {
  const dot = handler.lastIndexOf(".");
  const exported = require(path.join(taskRoot, handler.slice(0, dot)));
  const found = exported[handler.slice(dot + 1)];
  if (typeof found !== "function") {
    const error = new Error(`${handler} is undefined or not exported`);
    error.name = "Runtime.HandlerNotFound";
    throw error;
  }
  return found;
}

function contextOf({ requestId, deadlineMs }) {
  const env = process.env;
  return {
    awsRequestId: requestId,
    callbackWaitsForEmptyEventLoop: true,
    functionName: env.AWS_LAMBDA_FUNCTION_NAME,
    functionVersion: env.AWS_LAMBDA_FUNCTION_VERSION,
    invokedFunctionArn: env.OVERFLOW_LAB_FUNCTION_ARN,
    memoryLimitInMB: env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: env.AWS_LAMBDA_LOG_STREAM_NAME,
    getRemainingTimeInMillis: () => Math.max(0, deadlineMs - Date.now()),
  };
}

/** Runs a handler of either kind: one that answers a promise, or one that calls back. */
function call(handler, event, context) {
  return new Promise((resolve, reject) => {
    const answer = handler(event, context, (error, result) => (error ? reject(error) : resolve(result)));
    if (typeof answer?.then === "function") answer.then(resolve, reject);
  });
}

async function invoke(handler, message) {
  const { requestId } = message;
  try {
    const result = await call(handler, JSON.parse(message.payload), contextOf(message));
    process.send({ type: "result", requestId, payload: JSON.stringify(result ?? null) });
  } catch (error) {
    console.error(error);
    process.send({ type: "error", requestId, error: describe(error) });
  }
}

function main([taskRoot, handlerName]) {
  // The runner is gone: nobody is left to answer to.
  process.on("disconnect", () => process.exit(0));
  try {
    const handler = loadHandler(taskRoot, handlerName);
    process.on("message", (message) => void invoke(handler, message));
    process.send({ type: "ready" });
  } catch (error) {
    console.error(error);
    process.send({ type: "init-error", error: describe(error) });
  }
}

main(process.argv.slice(2));
