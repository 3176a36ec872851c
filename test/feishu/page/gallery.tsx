// A gallery of cards (卡片样张) at the width of a phone: pictures only, nothing can be pressed. It draws whatever card
// JSON stands in the file it is given and knows nothing of what the cards mean. Beside it, in sentences.json, stand the words
// that are no card: receipts of a press (toast), refusals and messages, each with the act and the state it occurs in.

import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Hono } from 'hono';
import type { JSX } from 'hono/jsx/jsx-runtime';
import { z } from 'zod';
import { renderCard } from './card-view.tsx';
import { Layout, Notice } from './layout.tsx';

const gallerySchema = z.array(
  z.object({ group: z.string(), name: z.string(), forWhom: z.string(), card: z.record(z.string(), z.unknown()) }),
);
type Samples = z.infer<typeof gallerySchema>;
const sentencesSchema = z.array(
  z.object({ group: z.string(), act: z.string(), state: z.string(), forWhom: z.string(), text: z.string() }),
);
type Sentences = z.infer<typeof sentencesSchema>;

/** Where the gallery is mounted. */
export const galleryAddress = '/gallery';

/** The list of groups, and one page for each. Without a file there is a notice instead. */
export function galleryRoutes(path: string | undefined, nameOf: (openId: string) => string): Hono {
  const routes = new Hono();
  routes.get('/', async (c) => {
    const samples = await readSamples(path);
    const sentences = await readSentences(path);
    return samples === null ? c.html(<Missing />, 404) : c.html(<Groups samples={samples} sentences={sentences} />);
  });
  routes.get('/sentences/:group', async (c) => {
    const group = c.req.param('group');
    const shown = (await readSentences(path)).filter((each) => each.group === group);
    return shown.length === 0 ? c.html(<Missing />, 404) : c.html(<Said group={group} sentences={shown} />);
  });
  routes.get('/:group', async (c) => {
    const samples = await readSamples(path);
    const group = c.req.param('group');
    const shown = (samples ?? []).filter((each) => each.group === group);
    return shown.length === 0
      ? c.html(<Missing />, 404)
      : c.html(<Group group={group} samples={shown} nameOf={nameOf} />);
  });
  return routes;
}

/** Read anew for each page, so that a card just changed is seen at once. */
const readSamples = (path: string | undefined): Promise<Samples | null> => readIfThere(path, gallerySchema);
const readSentences = async (path: string | undefined): Promise<Sentences> =>
  (await readIfThere(path === undefined ? path : join(dirname(path), 'sentences.json'), sentencesSchema)) ?? [];

async function readIfThere<Shape>(path: string | undefined, schema: z.ZodType<Shape>): Promise<Shape | null> {
  if (path === undefined) return null;
  try {
    return schema.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

function Missing(): JSX.Element {
  return <Notice title="没有样张" words="没有找到卡片样张，可先运行 npm run cards。" back="/" />;
}

function Groups({ samples, sentences }: { samples: Samples; sentences: Sentences }): JSX.Element {
  const groups = [...new Set(samples.map(({ group }) => group))];
  const said = [...new Set(sentences.map(({ group }) => group))];
  return (
    <Layout title="卡片样张" back="/">
      <main class="wrap">
        <section class="panel">
          <h2>共{samples.length}张</h2>
          <ul class="rows">
            {groups.map((group) => (
              <li>
                <a
                  class="rowlink"
                  href={`${galleryAddress}/${encodeURIComponent(group)}`}
                  data-testid={`group:${group}`}
                >
                  <span class="grow">{group}</span>
                  <span class="small muted">{samples.filter((each) => each.group === group).length} 张</span>
                </a>
              </li>
            ))}
          </ul>
        </section>
        {said.length === 0 ? null : (
          <section class="panel">
            <h2>回执、提示与消息，共{sentences.length}句</h2>
            <ul class="rows">
              {said.map((group) => (
                <li>
                  <a
                    class="rowlink"
                    href={`${galleryAddress}/sentences/${encodeURIComponent(group)}`}
                    data-testid={`sentences:${group}`}
                  >
                    <span class="grow">{group}</span>
                    <span class="small muted">{sentences.filter((each) => each.group === group).length} 句</span>
                  </a>
                </li>
              ))}
            </ul>
          </section>
        )}
      </main>
    </Layout>
  );
}

/** Words as they appear: what was done, in which state, who reads it, and the sentence. */
function Said({ group, sentences }: { group: string; sentences: Sentences }): JSX.Element {
  return (
    <Layout title={`${group}`} back={galleryAddress}>
      <main class="wrap">
        <section class="panel">
          <ul class="rows">
            {sentences.map(({ act, state, forWhom, text }) => (
              <li>
                <p>{text}</p>
                <p class="small muted">
                  {act} · {state} · {forWhom}
                </p>
              </li>
            ))}
          </ul>
        </section>
      </main>
    </Layout>
  );
}

interface GroupProps {
  readonly group: string;
  readonly samples: Samples;
  readonly nameOf: (openId: string) => string;
}

function Group({ group, samples, nameOf }: GroupProps): JSX.Element {
  return (
    <Layout title={`卡片样张 · ${group}`} back={galleryAddress} bodyClass="gallery-page">
      <main class="gallery">
        {samples.map(({ name, forWhom, card }) => (
          <figure class="sample" data-testid={`sample:${name}:${forWhom}`}>
            <figcaption class="small muted">
              {name} · {forWhom}
            </figcaption>
            {renderCard(card, { interactive: false, nameOf })}
          </figure>
        ))}
      </main>
    </Layout>
  );
}
