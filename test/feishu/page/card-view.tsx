// A card (卡片 JSON 2.0) drawn as HTML the way the Feishu client draws it on a phone. Pure: card in, markup out.
// Pressing is the page script's work: what can be operated carries data attributes and nothing more.
// Stable attributes: data-testid="press:<name or path>" on whatever calls back, "field:<name or path>" on inputs.

import type { Child } from 'hono/jsx';
import type { JSX } from 'hono/jsx/jsx-runtime';
import { openUrlOf } from '../card-text.ts';
import { isJson, type Json, listAt, objectAt, objectsAt, stringAt, textOf } from '../card-tree.ts';
import { Chart } from './card-chart.tsx';
import {
  Checker,
  DatePicker,
  Overflow,
  PersonSelect,
  PictureSelect,
  PressButton,
  Select,
  TextInput,
} from './card-controls.tsx';
import {
  flexPlace,
  gapOf,
  marginStyle,
  paddingStyle,
  pixels,
  safeWord,
  stackStyle,
  widthOfColumn,
} from './card-style.ts';
import { DataTable } from './card-tables.tsx';
import { CardWords, type Pen, Person, textStyle } from './card-words.tsx';
import { groundOf, inkOf, shade } from './colors.ts';
import { Icon } from './icons.tsx';
import { MarkdownView, Picture, TextTag } from './markdown-view.tsx';

export interface CardViewOptions {
  /** False draws a picture of the card: nothing can be typed or pressed (gallery, recalled or expired messages). */
  readonly interactive: boolean;
  /** A person's name by open_id; without it ids are shown. */
  readonly nameOf?: (openId: string) => string;
  /** The picture behind an image key. */
  readonly imageUrlOf?: (key: string) => string | undefined;
  /** Members of the chat, offered by a person picker without options of its own. */
  readonly members?: readonly { readonly openId: string; readonly name: string }[];
}

/** Draws a card. Anything that is no card 2.0 becomes the client's own sentence for cards it cannot show. */
export function renderCard(card: unknown, options: CardViewOptions): JSX.Element {
  if (!isJson(card) || stringAt(card, 'schema') !== '2.0') {
    return <article class="fc-card fc-card-unknown">请升级至最新版本客户端，以查看内容</article>;
  }
  const pen = penFor(card, options);
  const body = objectAt(card, 'body');
  const link = stringAt(objectAt(card, 'card_link'), 'url');
  return (
    <article class="fc-card" data-testid="card">
      <CardHeader header={objectAt(card, 'header')} />
      <div class="fc-body" style={`${stackStyle(body, 12)}${paddingStyle(body) || 'padding:12px;'}`}>
        <Elements list={listAt(body, 'elements')} path="body.elements" pen={pen} />
      </div>
      {/^https?:/.test(link) ? (
        <a class="fc-card-link" href={link} target="_blank" rel="noreferrer noopener">
          查看详情
        </a>
      ) : null}
    </article>
  );
}

function penFor(card: Json, options: CardViewOptions): Pen {
  const style = objectAt(objectAt(card, 'config'), 'style');
  const sizes = Object.entries(objectAt(style, 'text_size') ?? {});
  const colors = Object.entries(objectAt(style, 'color') ?? {});
  return {
    interactive: options.interactive,
    names: { nameOf: options.nameOf ?? ((id) => id), imageUrlOf: options.imageUrlOf ?? (() => undefined) },
    members: options.members ?? [],
    namedSizes: new Map(
      sizes.map(([name, size]) => [
        name,
        isJson(size) ? stringAt(size, 'mobile', stringAt(size, 'default', 'normal')) : 'normal',
      ]),
    ),
    namedColors: new Map(colors.map(([name, color]) => [name, isJson(color) ? stringAt(color, 'light_mode') : ''])),
  };
}

function CardHeader({ header }: { header: Json | undefined }): JSX.Element | null {
  if (header === undefined) return null;
  const template = stringAt(header, 'template', 'default');
  const ground = shade(template, '100');
  const ink = shade(template, '700');
  const icon = objectAt(header, 'icon');
  const tags = objectsAt(objectAt(header, 'i18n_text_tag_list'), 'zh_cn');
  const shownTags = (tags.length > 0 ? tags : objectsAt(header, 'text_tag_list')).slice(0, 3);
  const title = textOf(header['title']);
  const subtitle = textOf(header['subtitle']);
  const colors = ground === undefined || ink === undefined ? '' : `background:${ground};color:${ink};`;
  return (
    <header class={`fc-header${ground === undefined ? ' fc-header-plain' : ''}`} style={colors + paddingStyle(header)}>
      {icon === undefined ? null : (
        <Icon token={stringAt(icon, 'token')} color={inkOf(stringAt(icon, 'color'))} sizePx={20} />
      )}
      <div class="fc-header-words">
        <div class="fc-title">
          <span>{title || subtitle}</span>
          {shownTags.map((tag) => (
            <TextTag color={stringAt(tag, 'color', 'neutral')}>{textOf(tag['text'])}</TextTag>
          ))}
        </div>
        {title !== '' && subtitle !== '' ? <div class="fc-subtitle">{subtitle}</div> : null}
      </div>
    </header>
  );
}

function Elements({ list, path, pen }: { list: readonly unknown[]; path: string; pen: Pen }): JSX.Element {
  return (
    <>
      {list.map((node, index) => (isJson(node) ? <Element node={node} path={`${path}.${index}`} pen={pen} /> : null))}
    </>
  );
}

function Element({ node, path, pen }: { node: Json; path: string; pen: Pen }): JSX.Element | null {
  const margin = marginStyle(node);
  const content = drawElement(node, path, pen);
  if (content === null) return null;
  return (
    <div class={`fc-el fc-el-${safeWord(stringAt(node, 'tag'))}`} style={margin} data-path={path}>
      {content}
    </div>
  );
}

function drawElement(node: Json, path: string, pen: Pen): Child {
  switch (stringAt(node, 'tag')) {
    case 'markdown':
      return (
        <WithIcon icon={objectAt(node, 'icon')}>
          <div style={textStyle(node, pen)}>
            <MarkdownView source={textOf(node)} names={pen.names} />
          </div>
        </WithIcon>
      );
    case 'div':
      return (
        <WithIcon icon={objectAt(node, 'icon')}>
          <CardWords value={node['text']} pen={pen} />
        </WithIcon>
      );
    case 'hr':
      return <hr class="fc-hr" />;
    case 'img':
      return (
        <Picture
          imageKey={stringAt(node, 'img_key')}
          alt={textOf(node['alt']) || textOf(node['title'])}
          names={pen.names}
        />
      );
    case 'img_combination':
      return (
        <div class="fc-img-grid">
          {objectsAt(node, 'img_list').map((image) => (
            <Picture imageKey={stringAt(image, 'img_key')} alt="" names={pen.names} />
          ))}
        </div>
      );
    case 'person':
      return (
        <Person
          id={stringAt(node, 'user_id')}
          avatar={node['show_avatar'] !== false}
          name={node['show_name'] === true}
          pen={pen}
        />
      );
    case 'person_list':
      return (
        <div class="fc-people">
          {objectsAt(node, 'persons').map((person) => (
            <Person
              id={stringAt(person, 'id')}
              avatar={node['show_avatar'] === true}
              name={node['show_name'] !== false}
              pen={pen}
            />
          ))}
        </div>
      );
    case 'audio':
      return <div class="fc-img fc-img-frame">语音消息</div>;
    case 'table':
      return <DataTable node={node} pen={pen} />;
    case 'chart':
      return <Chart node={node} />;
    case 'column_set':
      return <ColumnSet node={node} path={path} pen={pen} />;
    case 'collapsible_panel':
      return <Panel node={node} path={path} pen={pen} />;
    case 'interactive_container':
      return <InteractiveBox node={node} path={path} pen={pen} />;
    case 'form':
      return (
        <form
          class="fc-form"
          data-form={stringAt(node, 'name')}
          novalidate
          style={stackStyle(node, 12) + paddingStyle(node)}
        >
          <Elements list={listAt(node, 'elements')} path={`${path}.elements`} pen={pen} />
        </form>
      );
    case 'button':
      return <PressButton node={node} path={path} pen={pen} />;
    case 'input':
      return <TextInput node={node} path={path} pen={pen} />;
    case 'select_static':
    case 'multi_select_static':
      return <Select node={node} path={path} pen={pen} />;
    case 'select_person':
    case 'multi_select_person':
      return <PersonSelect node={node} path={path} pen={pen} />;
    case 'date_picker':
    case 'picker_time':
    case 'picker_datetime':
      return <DatePicker node={node} path={path} pen={pen} />;
    case 'checker':
      return <Checker node={node} path={path} pen={pen} />;
    case 'overflow':
      return <Overflow node={node} path={path} pen={pen} />;
    case 'select_img':
      return <PictureSelect node={node} path={path} pen={pen} />;
    default:
      return null;
  }
}

function WithIcon({ icon, children }: { icon: Json | undefined; children: Child }): JSX.Element {
  if (icon === undefined) return <>{children}</>;
  return (
    <div class="fc-with-icon">
      <Icon token={stringAt(icon, 'token')} color={inkOf(stringAt(icon, 'color'))} />
      <div class="fc-grow">{children}</div>
    </div>
  );
}

/** Phones stack columns only when flex_mode says so; with `none` they shrink side by side. */
function ColumnSet({ node, path, pen }: { node: Json; path: string; pen: Pen }): JSX.Element {
  const mode = stringAt(node, 'flex_mode', 'none');
  const columns = objectsAt(node, 'columns');
  const ground = groundOf(stringAt(node, 'background_style'));
  const url = stringAt(objectAt(objectAt(node, 'action'), 'multi_url'), 'url');
  const gap = gapOf(node['horizontal_spacing'], 8);
  const style = `gap:${gap};justify-content:${flexPlace(stringAt(node, 'horizontal_align', 'left'))};${ground === undefined ? '' : `background:${ground};border-radius:6px;`}${paddingStyle(node)}`;
  const content = (
    <div class={`fc-columns fc-columns-${safeWord(mode)}`} style={style}>
      {columns.map((column, index) => {
        const columnGround = groundOf(stringAt(column, 'background_style'));
        const background = columnGround === undefined ? '' : `background:${columnGround};border-radius:6px;`;
        return (
          <div
            class="fc-column"
            style={`${mode === 'none' ? widthOfColumn(column) : ''}${stackStyle(column, 8)}${paddingStyle(column)}${background}justify-content:${flexPlace(stringAt(column, 'vertical_align', 'top'))};`}
          >
            <Elements list={listAt(column, 'elements')} path={`${path}.columns.${index}.elements`} pen={pen} />
          </div>
        );
      })}
    </div>
  );
  if (!/^https?:/.test(url)) return content;
  return (
    <a class="fc-block-link" href={url} target="_blank" rel="noreferrer noopener">
      {content}
    </a>
  );
}

function Panel({ node, path, pen }: { node: Json; path: string; pen: Pen }): JSX.Element {
  const header = objectAt(node, 'header');
  const border = objectAt(node, 'border');
  const borderColor =
    border === undefined
      ? undefined
      : (shade(stringAt(border, 'color', 'grey'), '300') ?? inkOf(stringAt(border, 'color')));
  const ground = groundOf(stringAt(node, 'background_color'));
  const headerGround = groundOf(stringAt(header, 'background_color'));
  const frame = `${borderColor === undefined ? '' : `border:1px solid ${borderColor};border-radius:${pixels(border?.['corner_radius']) ?? '5px'};`}${ground === undefined ? '' : `background:${ground};`}`;
  const icon = objectAt(header, 'icon');
  return (
    <details class="fc-panel" open={node['expanded'] === true} style={frame} data-keep={path}>
      <summary
        class={`fc-panel-head fc-panel-icon-${safeWord(stringAt(header, 'icon_position', 'right'))}`}
        style={`${headerGround === undefined ? '' : `background:${headerGround};`}${paddingStyle(header)}`}
      >
        <span class="fc-panel-title">
          <CardWords value={header?.['title']} pen={pen} />
        </span>
        <Icon token={stringAt(icon, 'token', 'down')} color={inkOf(stringAt(icon, 'color'))} sizePx={14} />
      </summary>
      <div class="fc-panel-body" style={stackStyle(node, 8) + (paddingStyle(node) || 'padding:8px;')}>
        <Elements list={listAt(node, 'elements')} path={`${path}.elements`} pen={pen} />
      </div>
    </details>
  );
}

function InteractiveBox({ node, path, pen }: { node: Json; path: string; pen: Pen }): JSX.Element {
  const ground = groundOf(stringAt(node, 'background_style'));
  const border =
    node['has_border'] === true
      ? `border:1px solid ${shade(stringAt(node, 'border_color', 'grey'), '300') ?? '#dee0e3'};`
      : '';
  const radius = pixels(node['corner_radius']);
  const style = `${ground === undefined ? '' : `background:${ground};`}${border}${radius === undefined ? '' : `border-radius:${radius};`}${stackStyle(node, 8)}${paddingStyle(node)}`;
  const url = openUrlOf(node);
  const isDead = !pen.interactive || node['disabled'] === true;
  // Not a <button>: it may hold buttons of its own, whose presses win over the container's.
  const attributes = {
    tabindex: isDead ? undefined : 0,
    role: 'group',
    'aria-disabled': isDead ? 'true' : 'false',
    'data-press': isDead ? undefined : path,
    'data-open': url !== undefined && /^https?:/.test(url) ? url : undefined,
    'data-testid': `press:${stringAt(node, 'name') || path}`,
  };
  return (
    <div {...attributes} class="fc-box" style={style}>
      <Elements list={listAt(node, 'elements')} path={`${path}.elements`} pen={pen} />
    </div>
  );
}
