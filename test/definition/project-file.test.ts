import { describe, expect, it } from 'vitest';
import { configOf, places, projectOf, resolveText, validateText } from './projects.ts';

describe('what is wrong with connectctl.yaml', () => {
  const local = '{ connect: { url: "http://x" } }';
  const wrong: readonly { name: string; project: string; expected: readonly string[] }[] = [
    { name: 'project is required', project: `environments: { local: ${local} }`, expected: ['CC1008 1:1'] },
    { name: 'environments are required', project: 'project: x', expected: ['CC1008 1:1'] },
    {
      name: 'an unknown key',
      project: `project: x\nenvironments: { local: ${local} }\npipeline: a`,
      expected: ['CC1007 3:1'],
    },
    {
      name: 'a default that is no environment',
      project: `project: x\ndefaultEnvironment: loc\nenvironments: { local: ${local} }`,
      expected: ['CC1016 2:21'],
    },
    {
      name: 'a protected default',
      project:
        'project: x\ndefaultEnvironment: prod\nenvironments: { prod: { connect: { url: "http://x" }, protected: true } }',
      expected: ['CC1019 2:21'],
    },
    {
      name: 'an environment that extends an unknown one',
      project: 'project: x\nenvironments: { a: { extends: b, connect: { url: "http://x" } } }',
      expected: ['CC1016 2:31'],
    },
    {
      name: 'environments that extend each other',
      project: 'project: x\nenvironments:\n  a: { extends: b, connect: { url: "http://x" } }\n  b: { extends: a }',
      expected: ['CC1018 3:17', 'CC1018 4:17'],
    },
    {
      name: 'a URL without a scheme',
      project: 'project: x\nenvironments: { a: { connect: { url: "localhost:8083" } } }',
      expected: ['CC1009 2:38'],
    },
    {
      name: 'an environment without connect',
      project: 'project: x\nenvironments: { a: { prune: true } }',
      expected: ['CC1008 2:17'],
    },
    {
      name: 'a provider reference in the settings',
      project: 'project: x\nenvironments: { a: { connect: { url: "http://x", auth: { bearer: "${file:x:y}" } } } }',
      expected: ['CC2004 2:66'],
    },
  ];
  for (const { name, project, expected } of wrong) {
    it(name, () => {
      const found = validateText({ 'p.yaml': 'pipeline: p' }, project);
      expect(places(found)).toEqual(expected.map((one) => one.replace(' ', ' connectctl.yaml:')));
    });
  }

  it('without marks there is no prune, extended or not', () => {
    const text =
      'project: x\nenvironments: { a: { connect: { url: "http://x" }, prune: true }, b: { extends: a, ownership: none } }';
    const prune = (environment: string): boolean | undefined =>
      resolveText('pipeline: p', { project: text, environment }).environment?.prune;
    expect([prune('a'), prune('b')]).toEqual([true, false]);
  });

  it('extends merges maps key by key, replaces lists, and does not inherit the default owner', () => {
    const text = `project: x
environments:
  prod:
    connect: { url: ["http://a", "http://b"], headers: { X-Team: data } }
    variables: { rf: 3, stage: prod }
    ignoreKeys: ["cloud.*", "a.*"]
  lake: { extends: prod, connect: { url: "http://l" }, variables: { stage: lake }, ignoreKeys: ["b.*"] }
  copy: { extends: prod, owner: x/prod }
`;
    const pipeline = 'pipeline: p\nconnectors: [{ name: c, class: X, config: { rf: "${var.rf}", s: "${var.stage}" } }]';
    const lake = resolveText(pipeline, { project: text, environment: 'lake' });
    expect(configOf(lake)).toEqual({ 'connector.class': 'X', rf: '3', s: 'lake' });
    expect(lake.environment).toMatchObject({ owner: 'x/lake', ignoreKeys: ['b.*'], connect: { urls: ['http://l'] } });
    expect([...(lake.environment?.connect.headers ?? [])].map(([name]) => name)).toEqual(['X-Team']);
    expect(resolveText(pipeline, { project: text, environment: 'copy' }).environment?.owner).toBe('x/prod');
  });

  it('reads pipelines/ where connectctl.yaml names no files', () => {
    const { project } = projectOf({});
    expect(project.file.pipelines).toEqual(['pipelines/**/*.{yaml,yml,json,properties}']);
  });

  it('declared topics need kafka', () => {
    const found = validateText(
      { 'p.yaml': 'pipeline: p\ntopics: [{ name: t }]' },
      `project: x\nenvironments: { local: ${local} }`,
    );
    expect(places(found)).toEqual(['CC3017 p.yaml:2:18']);
  });

  it('an environment that sets a variable of two pipelines is a warning', () => {
    const project = 'project: x\nenvironments: { a: { connect: { url: "http://x" }, variables: { topic: t } } }';
    const pipeline = (name: string): string => `pipeline: ${name}\nvariables: { topic: x }`;
    const found = validateText({ 'p.yaml': pipeline('p'), 'q.yaml': pipeline('q') }, project);
    expect(found.map(({ code, severity }) => [code, severity])).toEqual([['CC2011', 'warning']]);
  });

  it('what is wrong in one environment only names it', () => {
    const project = `project: x\nenvironments: { a: { connect: { url: "http://x" }, variables: { v: 1 } }, b: ${local} }`;
    const found = validateText(
      { 'p.yaml': 'pipeline: p\nconnectors: [{ name: a, class: X, config: { v: "${var.v}" } }]' },
      project,
    );
    expect(found.map(({ message }) => message)).toEqual(['the variable "v" is declared nowhere (in b)']);
  });
});
