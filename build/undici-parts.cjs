// Stands in for undici's index in our bundles: that one loads fetch, WebSocket, caches and mocks too, half of the time that
// the command line needs to start. The parts are undici's own; the source imports `undici` and is typed by it.
const Dispatcher = require('undici/lib/dispatcher/dispatcher.js');
const Agent = require('undici/lib/dispatcher/agent.js');
const ProxyAgent = require('undici/lib/dispatcher/proxy-agent.js');
const api = require('undici/lib/api/index.js');

Object.assign(Dispatcher.prototype, api);

/** As undici's own `request`, for calls that name their dispatcher. */
const request = (url, { dispatcher, ...options }) => {
  const { origin, pathname, search } = new URL(url);
  return dispatcher.request({ ...options, origin, path: `${pathname}${search}`, method: options.method ?? 'GET' });
};

module.exports = { Agent, ProxyAgent, request };
