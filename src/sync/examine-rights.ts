/**
 * What the app may do (权限体检): scopes, the right to manage the Base, its subscription, who else may open it. Reads only.
 */
import type { BaseBinding, Documents, FeishuResult, GrantedScope } from '../ports.ts';
import type { Directory, Settings } from '../workflow/directory.ts';
import { APPLY, act, type Finding, note } from './finding.ts';

interface Need {
  readonly what: string;
  /** Any one of these sets, whole. */
  readonly anyOf: readonly (readonly string[])[];
  /** The switch in 参数设置 without which nobody needs it. */
  readonly onlyIf?: (settings: Settings) => boolean;
}

/** The fine-grained scopes that together do what `bitable:app` does for this app. */
const BITABLE_PARTS = [
  'base:app:create',
  'base:app:read',
  'base:table:create',
  'base:table:read',
  'base:table:delete',
  'base:field:create',
  'base:field:read',
  'base:field:update',
  'base:view:read',
  'base:view:write_only',
  'base:form:read',
  'base:form:update',
  'base:record:create',
  'base:record:read',
  'base:record:retrieve',
  'base:record:update',
  'base:record:delete',
];
const NEEDS: readonly Need[] = [
  { what: '读写多维表格', anyOf: [['bitable:app'], BITABLE_PARTS] },
  { what: '把照片、附件放入多维表格', anyOf: [['bitable:app'], ['drive:drive'], ['docs:document.media:upload']] },
  { what: '打开多维表格中的照片、附件', anyOf: [['bitable:app'], ['drive:drive'], ['docs:document.media:download']] },
  { what: '订阅多维表格的改动', anyOf: [['docs:event:subscribe'], ['drive:drive']] },
  { what: '添加多维表格的协作者', anyOf: [['docs:permission.member:create'], ['drive:drive']] },
  { what: '以机器人身份发消息', anyOf: [['im:message'], ['im:message:send_as_bot']] },
  {
    what: '飞书审批（参数“飞书审批”为开）',
    anyOf: [['approval:external_approval', 'approval:external_instance'], ['approval:approval']],
    onlyIf: (settings) => settings.approvalCentre,
  },
  {
    what: '飞书日历（参数“飞书日历”为开）',
    anyOf: [
      ['calendar:calendar'],
      ['calendar:calendar.event:create', 'calendar:calendar.event:update', 'calendar:calendar.event:delete'],
    ],
    onlyIf: (settings) => settings.calendar,
  },
  {
    what: '飞书任务（参数“飞书任务”为开）',
    anyOf: [['task:task:write'], ['task:task:writeonly']],
    onlyIf: (settings) => settings.tasks,
  },
];
/** Of these one has to be granted for people too, or no event of a document is sent. */
const FOR_PEOPLE = ['bitable:app', 'drive:drive'];

export const examineScopes = (scopes: readonly GrantedScope[], settings: Settings): readonly Finding[] => {
  const granted = scopes.filter((one) => one.isGranted);
  const ours = new Set(granted.filter((one) => one.identity !== 'user').map((one) => one.name));
  const missing = NEEDS.filter(
    ({ anyOf, onlyIf }) =>
      (onlyIf?.(settings) ?? true) && !anyOf.some((scopeSet) => scopeSet.every((scope) => ours.has(scope))),
  );
  const tellsIdentity = scopes.some((one) => one.identity !== null);
  const forPeople = granted.some((one) => one.identity === 'user' && FOR_PEOPLE.includes(one.name));
  return [
    ...missing.map(({ what, anyOf }) =>
      act(
        'scopeMissing',
        `应用没有开通“${what}”所需的权限。`,
        `在飞书开放平台的“权限管理”中开通 ${anyOf[0]?.join('、') ?? ''}（应用身份），并发布新版本。`,
      ),
    ),
    ...(tellsIdentity && !forPeople
      ? [
          act(
            'scopeForPeople',
            '多维表格权限只开通了应用身份，没有开通用户身份，飞书不会推送表格的改动。',
            `在“权限管理”中为用户身份也开通 ${FOR_PEOPLE.join(' 或 ')}，并发布新版本。`,
          ),
        ]
      : []),
  ];
};

const ADD_APP = '在多维表格右上角“…”—“更多”—“添加文档应用”中添加本应用，并给“可管理”权限';

export const examineAccess = async (
  documents: Pick<Documents, 'mayManage' | 'isSubscribed' | 'listCollaborators' | 'listOwnBases'>,
  base: BaseBinding,
  /** Bases that are bound, of any district. */
  bound: ReadonlySet<string>,
  directory: Directory,
  live: { readonly name: string; readonly timeZone: string },
): Promise<readonly Finding[]> => {
  const findings: Finding[] = [];
  const learn = async <T>(what: string, asked: Promise<FeishuResult<T>>, see: (data: T) => readonly Finding[]) => {
    const result = await asked;
    if (result.kind === 'ok') findings.push(...see(result.data));
    else
      findings.push(
        note('callFailed', `${what}没有查到：${result.reason}（代码 ${result.code}）。`, '排除原因后再运行一次体检。'),
      );
  };

  if (live.timeZone !== '' && live.timeZone !== TIME_ZONE)
    findings.push(
      act(
        'timeZone',
        `多维表格的时区是 ${live.timeZone}，日期会差一天。`,
        '在多维表格“…”—“设置”中把时区改为“北京时间（GMT+8）”。',
      ),
    );
  await learn('应用对多维表格的权限', documents.mayManage(base.appToken), (may) =>
    may ? [] : [act('cannotManage', '应用不是多维表格的管理者，收不到改动，也调整不了结构。', `${ADD_APP}。`)],
  );
  await learn('改动的订阅', documents.isSubscribed(base.appToken), (is) =>
    is
      ? []
      : [act('unsubscribed', '没有订阅多维表格的改动，表格中的操作只在每晚核对时生效。', `运行 ${APPLY} 重新订阅。`)],
  );
  await learn('协作者', documents.listCollaborators(base.appToken), (all) => {
    const canEdit = all.filter((one) => one.right === 'edit' || one.right === 'full_access');
    const hasGroups = canEdit.some((one) => one.openId === null);
    const staff = directory.units
      .filter((unit) => unit.isFederation)
      .flatMap((unit) => [...unit.headOpenIds, ...unit.officerOpenIds]);
    const shutOut = new Set(staff.filter((person) => !canEdit.some((one) => one.openId === person)));
    return [
      ...(all.some((one) => one.right === 'full_access')
        ? []
        : [
            act(
              'nobodyManages',
              '没有人能管理这个多维表格，应用建的表格别人看不到。',
              `运行 ${APPLY} --staff <open_id> 添加管理员。`,
            ),
          ]),
      // Who is let in by a group or a department cannot be told from here.
      ...(shutOut.size > 0 && !hasGroups
        ? [
            act(
              'staffShutOut',
              `工商联名下有 ${shutOut.size} 人没有编辑多维表格的权限。`,
              `在“分享”中添加，或运行 ${APPLY} --staff <open_id>。`,
            ),
          ]
        : []),
    ];
  });
  await learn('应用的云空间', documents.listOwnBases(), (own) => {
    const others = own.filter((one) => !bound.has(one.appToken) && one.name.includes(live.name));
    return others.length === 0
      ? []
      : [
          note(
            'otherBase',
            `应用的云空间中另有 ${others.length} 个名称相近的多维表格，其中的改动系统不采用。`,
            `请提醒同事使用 ${base.url}；确属多余的副本可删除。`,
          ),
        ];
  });
  return findings;
};
const TIME_ZONE = 'Asia/Shanghai';
