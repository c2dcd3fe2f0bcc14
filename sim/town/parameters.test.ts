import assert from 'node:assert/strict';
import { test } from 'node:test';
import { blendOf, listParameters, PARAMETERS, rateOf } from './parameters.ts';
import type { Mix } from './parameter.ts';

test('every parameter has its own id, a unit and a source in words', () => {
  const rows = listParameters();
  assert.equal(new Set(rows.map((row) => row.id)).size, rows.length);
  for (const row of rows) {
    assert.match(row.id, /^[a-z]+\.[a-z0-9_]+$/);
    assert.ok(row.unit.length > 0 && row.source.length > 10, row.id);
    if (row.fit !== null) assert.ok(row.fit.tolerance > 0, row.id);
  }
});

test('the three conducts make up the whole town', () => {
  assert.equal(PARAMETERS.keeperShare.value + PARAMETERS.strugglerShare.value + PARAMETERS.cheatShare.value, 1);
  assert.equal(rateOf([0.1, 0.2, 0.3], 'struggler'), 0.2);
});

test('each mix comes to its published rate by arithmetic alone', () => {
  for (const row of [
    'tableNoShow',
    'visitNoShow',
    'clinicNoShow',
    'roomNoShow',
    'loanLate',
    'hireLate',
    'hireLost',
    'bikeLost',
  ] as const) {
    const { value, fit } = PARAMETERS[row];
    assert.ok(
      Math.abs(blendOf(value as Mix) - fit.target) <= fit.tolerance / 3,
      `${row}: ${blendOf(value as Mix)} for ${fit.target}`,
    );
  }
});

test('the tail of overdue loans passes through 3.00 % at 8 weeks and 1.15 % at a year', () => {
  const overdue = (days: number): number =>
    0.1395 * Math.exp(-((days / PARAMETERS.loanLateScale.value) ** PARAMETERS.loanLateShape.value));
  assert.ok(Math.abs(overdue(56) - 0.03) < 0.0005, `${overdue(56)}`);
  assert.ok(Math.abs(overdue(365) - 0.0115) < 0.0005, `${overdue(365)}`);
});
