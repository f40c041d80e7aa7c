import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pageHtml } from '../../src/pages/pageHtml.ts';

const html = pageHtml('run', {
  source: 'https://resources.test',
  script: 'https://resources.test/run.js?a&b',
  style: 'https://resources.test/run.css',
  nonce: 'abc',
  language: 'en',
});

test('a page may run its own script and nothing else', () => {
  const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(html)![1]!;
  assert.match(policy, /^default-src 'none';/);
  assert.match(policy, /script-src 'nonce-abc'(;|$)/);
  assert.ok(!policy.includes('unsafe'), policy);
  assert.ok(!policy.includes('*'), policy);
});

test('a page has a place to draw in, its script and its style sheet', () => {
  assert.match(html, /<div id="page"><\/div>/);
  assert.match(html, /<script type="module" nonce="abc" src="https:\/\/resources.test\/run.js\?a&amp;b"><\/script>/);
  assert.match(html, /<link rel="stylesheet" href="https:\/\/resources.test\/run.css">/);
});
