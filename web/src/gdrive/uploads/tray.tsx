/** Files on their way: how far each is, and what can be done about it. */
import { ChevronDown, ChevronUp, Pause, Play, X } from 'lucide-react'
import { useState } from 'react'
import { useWords } from '@/kernel/i18n'
import { useRefusalText } from '@/kernel/refusal-words'
import { useStore } from '@/kernel/store'
import { bytes } from '@/kernel/text'
import { Button, IconButton } from '@/kit/button'
import { Progress } from '@/kit/progress'
import { words } from '../words'
import { LeftOver, useLeftOver } from './cut'
import { type Item, isBusy, isOver, percentOf } from './model'
import { cancel, forgetSaved, pause, resume, uploads } from './queue'
import s from './tray.module.css'

export function UploadTray() {
  const t = useWords(words)
  const items = useStore(uploads)
  const [isFolded, fold] = useState(false)
  const leftOver = useLeftOver()
  if (items.length + leftOver.length === 0) return null
  return (
    <section className={s.tray} aria-label={t('upload.title')}>
      <div className={s.head}>
        <h2 className={s.title} aria-live="polite">
          {items.length > 0 ? (
            <Summary items={items} />
          ) : (
            t('upload.stopped', { count: leftOver.length })
          )}
        </h2>
        <IconButton
          icon={isFolded ? ChevronUp : ChevronDown}
          label={t('upload.title')}
          onPress={() => fold(!isFolded)}
        />
        {items.length > 0 && items.every(isOver) && (
          <IconButton icon={X} label={t('upload.close')} onPress={forgetSaved} />
        )}
      </div>
      {!isFolded && (
        <ul className={s.items}>
          {items.map(item => (
            <li key={item.key} className={s.item}>
              <Face item={item} />
            </li>
          ))}
          {leftOver.map(upload => (
            <li key={upload.id} className={s.item}>
              <LeftOver upload={upload} />
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

function Summary({ items }: { readonly items: readonly Item[] }) {
  const t = useWords(words)
  const saved = items.filter(isOver).length
  const doing = items.filter(item => isBusy(item) || item.phase.name === 'waiting').length
  const stopped = items.length - saved - doing
  const parts = [
    doing > 0 && t('upload.doing', { count: doing }),
    stopped > 0 && t('upload.stopped', { count: stopped }),
    saved > 0 && t('upload.done', { count: saved }),
  ]
  return parts.filter(Boolean).join(' · ')
}

function Face({ item }: { readonly item: Item }) {
  const note = useNote(item)
  const { name } = item.phase
  const tone = name === 'failed' || name === 'taken' ? 'danger' : 'primary'
  return (
    <>
      <div className={s.line}>
        <Progress label={item.file.name} value={percentOf(item)} note={note} tone={tone} />
        <Acts item={item} />
      </div>
      <Question item={item} />
    </>
  )
}

function useNote({ phase, sent, file }: Item): string {
  const t = useWords(words)
  const sentBytes = bytes(sent)
  switch (phase.name) {
    case 'waiting':
      return t('upload.waiting')
    case 'sending':
      return sent >= file.size && file.size > 0
        ? t('upload.finishing')
        : t('upload.of', { sent: sentBytes, size: bytes(file.size) })
    case 'lost':
      return t('upload.lost', { sent: sentBytes })
    case 'paused':
      return t('upload.paused', { sent: sentBytes })
    case 'taken':
      return t('upload.taken')
    case 'failed':
      return ''
    case 'saved':
      return t('upload.saved')
  }
}

function Acts({ item: { key, phase } }: { readonly item: Item }) {
  const t = useWords(words)
  if (phase.name === 'saved') return null
  return (
    <span className={s.acts}>
      {phase.name === 'sending' && (
        <IconButton icon={Pause} label={t('upload.pause')} onPress={() => pause(key)} />
      )}
      {phase.name === 'paused' && (
        <IconButton icon={Play} label={t('upload.resume')} onPress={() => resume(key)} />
      )}
      <IconButton icon={X} label={t('upload.cancel')} onPress={() => void cancel(key)} />
    </span>
  )
}

/** What only the person can decide: a taken name, a refusal that may pass. */
function Question({ item: { key, phase } }: { readonly item: Item }) {
  const t = useWords(words)
  const textOf = useRefusalText()
  if (phase.name === 'taken')
    return (
      <span className={s.choices}>
        {phase.version !== null && (
          <Button
            size="s"
            onPress={() =>
              resume(key, {
                onConflict: 'version',
                ...(phase.version === null ? {} : { seen: phase.version }),
              })
            }
          >
            {t('upload.asVersion')}
          </Button>
        )}
        <Button size="s" onPress={() => resume(key, { onConflict: 'rename' })}>
          {t('upload.asCopy')}
        </Button>
      </span>
    )
  if (phase.name === 'failed')
    return (
      <span className={s.choices}>
        <span className={s.refused} role="alert">
          {textOf(phase.refusal)}
        </span>
        <Button size="s" onPress={() => resume(key)}>
          {t('upload.retry')}
        </Button>
      </span>
    )
  return null
}
