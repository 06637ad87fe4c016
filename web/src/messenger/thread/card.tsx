/** A document in a conversation: what it shows depends on who looks. */
import { File, FileLock, FileSpreadsheet, FileText, Folder, type LucideIcon } from 'lucide-react'
import { useWords } from '@/kernel/i18n'
import { LinkButton } from '@/kit/button'
import type { Card } from '../model'
import { words } from '../words'
import s from './card.module.css'

export function iconOf(kind: string): LucideIcon {
  if (kind === 'inode/directory') return Folder
  if (/sheet|excel|csv/.test(kind)) return FileSpreadsheet
  if (/onmaru|word|hwp|opendocument|text|pdf/.test(kind)) return FileText
  return File
}

export function DocumentCard({ card }: { readonly card: Card | undefined }) {
  const t = useWords(words)
  if (!card) {
    return (
      <div className={s.card}>
        <FileLock size={22} aria-hidden className={s.icon} />
        <span className={s.words}>
          <span className={s.title}>{t('card.hidden')}</span>
          <span className={s.note}>{t('card.hiddenNote')}</span>
        </span>
      </div>
    )
  }
  const Icon = iconOf(card.kind)
  return (
    <div className={s.card}>
      <Icon size={22} aria-hidden className={s.icon} />
      <span className={s.words}>
        <span className={s.title}>{card.title}</span>
        <span className={s.note}>{t(`card.${natureOf(card)}`)}</span>
      </span>
      <LinkButton
        to={pathOf(card)}
        size="s"
        look="secondary"
        aria-label={`${card.title} ${t('card.open')}`}
      >
        {t('card.open')}
      </LinkButton>
    </div>
  )
}

const OFFICE = 'application/vnd.onmaru.document'
const FOLDER = 'inode/directory'

function natureOf({ kind }: Card): 'document' | 'folder' | 'file' {
  if (kind === OFFICE) return 'document'
  return kind === FOLDER ? 'folder' : 'file'
}

/** Where it opens: links are how domains meet. */
export function pathOf({ id, kind }: Card): string {
  const place = encodeURIComponent(id)
  if (kind === OFFICE) return `/office/d/${place}`
  return kind === FOLDER ? `/drive/f/${place}` : `/drive?item=${place}`
}
