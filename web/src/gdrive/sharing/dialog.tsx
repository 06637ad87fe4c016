/** 공유 (G03): whom, what, and what it will mean, before it is done. */

import { Building2, Trash2, UserRound, X } from 'lucide-react'
import { Suspense, useState } from 'react'
import { useWords } from '@/kernel/i18n'
import { Badge } from '@/kit/badge'
import { Button, IconButton } from '@/kit/button'
import { Chips } from '@/kit/chips'
import { Dialog } from '@/kit/dialog'
import { Select } from '@/kit/field'
import { Row, Rows } from '@/kit/list'
import { Avatar } from '@/kit/person'
import { Problem } from '@/kit/problem'
import { Skeleton } from '@/kit/skeleton'
import { toast, toastRefusal } from '@/kit/toast'
import { share, unshare } from '../actions'
import type { Grant, Level, Node } from '../model'
import { useGrants } from '../state'
import { words } from '../words'
import s from './dialog.module.css'
import { type Subject, SubjectPicker } from './picker'

const LEVELS: readonly Level[] = ['read', 'comment', 'write', 'manage']

export function ShareDialog({
  node,
  onDone,
}: {
  readonly node: Node
  readonly onDone: () => void
}) {
  const t = useWords(words)
  return (
    <Dialog title={t('share.title', { name: node.name })} isOpen onOpenChange={onDone}>
      <div className={s.parts}>
        <Giving node={node} />
        <section aria-label={t('share.people')}>
          <h3 className={s.heading}>{t('share.people')}</h3>
          <Suspense fallback={<Skeleton rows={3} />}>
            <Given node={node} />
          </Suspense>
        </section>
      </div>
    </Dialog>
  )
}

/** There is nothing to say beside a file: comments are for documents, and folders that hold them. */
function useLevels({ kind }: Node) {
  const t = useWords(words)
  const found = LEVELS.filter(id => id !== 'comment' || kind !== 'file')
  return found.map(id => ({ id, label: t(`level.${id}`) }))
}

function Giving({ node }: { readonly node: Node }) {
  const t = useWords(words)
  const [chosen, choose] = useState<readonly Subject[]>([])
  const [level, setLevel] = useState<Level>('read')
  const [error, refuse] = useState<unknown>(null)
  const [isGiving, giving] = useState(false)
  const levels = useLevels(node)
  const names = chosen.map(({ name }) => name).join(', ')
  async function give() {
    giving(true)
    refuse(null)
    try {
      for (const { kind, id } of chosen)
        await share(node, { subject_kind: kind, subject_id: id }, level)
      toast(t('share.given', { name: names }))
      choose([])
    } catch (error) {
      refuse(error)
    } finally {
      giving(false)
    }
  }
  return (
    <div className={s.giving}>
      <SubjectPicker chosen={chosen} onChoose={choose} />
      {chosen.length > 0 && (
        <>
          <Chips>
            {chosen.map(subject => (
              <li key={subject.id} className={s.chip}>
                <SubjectIcon kind={subject.kind} />
                {subject.name}
                <IconButton
                  icon={X}
                  label={t('share.unchoose', { name: subject.name })}
                  onPress={() => choose(chosen.filter(other => other.id !== subject.id))}
                />
              </li>
            ))}
          </Chips>
          <Select label={t('share.level')} choices={levels} value={level} onChange={setLevel} />
          <p className={s.effect} aria-live="polite">
            <Effect who={names} level={level} isFolder={node.kind === 'folder'} />
          </p>
          {error !== null && <Problem error={error} />}
          <div className={s.acts}>
            <Button look="primary" isPending={isGiving} onPress={() => void give()}>
              {t('share.give')}
            </Button>
          </div>
        </>
      )}
    </div>
  )
}

const EFFECT = {
  read: 'share.effectRead',
  comment: 'share.effectComment',
  write: 'share.effectWrite',
  manage: 'share.effectManage',
} as const

function Effect(props: {
  readonly who: string
  readonly level: Level
  readonly isFolder: boolean
}) {
  const t = useWords(words)
  const parts = [
    t(EFFECT[props.level], { who: props.who }),
    props.isFolder && t('share.effectFolder'),
    t('share.audited'),
  ]
  return parts.filter(Boolean).join(' ')
}

/** Beside a name that is read anyhow: a face would say it twice, and too small to be read. */
function SubjectIcon({ kind }: Pick<Subject, 'kind'>) {
  const Icon = kind === 'person' ? UserRound : Building2
  return <Icon size={16} aria-hidden />
}

function SubjectFace({ subject }: { readonly subject: Pick<Subject, 'kind' | 'id' | 'name'> }) {
  return subject.kind === 'person' ? (
    <Avatar person={subject} size="s" />
  ) : (
    <Building2 size={20} aria-hidden />
  )
}

function Given({ node }: { readonly node: Node }) {
  const t = useWords(words)
  const { owner_name, grants } = useGrants(node.id)
  return (
    <Rows>
      <Row
        start={<SubjectFace subject={{ ...node.owner, name: owner_name, kind: node.owner.kind }} />}
        title={owner_name}
        end={<Badge>{t('share.owner')}</Badge>}
      />
      {grants.map(grant => (
        <GrantRow
          key={`${grant.folder_id}:${grant.subject_kind}:${grant.subject_id}`}
          node={node}
          grant={grant}
        />
      ))}
      {grants.length === 0 && <li className={s.only}>{t('share.only')}</li>}
    </Rows>
  )
}

function GrantRow({ node, grant }: { readonly node: Node; readonly grant: Grant }) {
  const t = useWords(words)
  const levels = useLevels(node)
  const { name } = grant
  async function act(promise: Promise<unknown>, done?: string) {
    try {
      await promise
      if (done) toast(done)
    } catch (error) {
      toastRefusal(error)
    }
  }
  const note =
    grant.folder_id !== null
      ? t('share.inherited', { name: grant.folder_name ?? '' })
      : grant.subject_kind === 'division'
        ? t('share.members', { count: grant.people_count })
        : grant.note
  const isFixed = grant.folder_id !== null || !node.capabilities.share
  return (
    <Row
      start={<SubjectFace subject={{ kind: grant.subject_kind, id: grant.subject_id, name }} />}
      title={name}
      note={note}
      end={
        isFixed ? (
          <Badge>{t(`level.${grant.level}`)}</Badge>
        ) : (
          <>
            <Select
              label={t('share.level')}
              hideLabel
              choices={levels}
              value={grant.level}
              onChange={level => void act(share(node, grant, level))}
            />
            <IconButton
              icon={Trash2}
              label={t('share.remove', { name })}
              onPress={() => void act(unshare(node, grant), t('share.removed', { name }))}
            />
          </>
        )
      }
    />
  )
}
