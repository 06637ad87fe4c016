/** Which document to send: the last used ones, or those found by name. */
import { FileQuestion } from 'lucide-react'
import { useState } from 'react'
import { useWords } from '@/kernel/i18n'
import { Dialog } from '@/kit/dialog'
import { Empty } from '@/kit/empty'
import { SearchField } from '@/kit/field'
import { PickList, RowFace } from '@/kit/list'
import { Problem } from '@/kit/problem'
import { Skeleton } from '@/kit/skeleton'
import { words } from '../words'
import s from './attach.module.css'
import { iconOf } from './card'
import { useDocuments } from './documents'

interface AttachDialogProps {
  readonly isOpen: boolean
  readonly onOpenChange: (open: boolean) => void
  readonly onChoose: (document: string) => void
}

export function AttachDialog({ isOpen, onOpenChange, onChoose }: AttachDialogProps) {
  const t = useWords(words)
  return (
    <Dialog title={t('card.choose')} isOpen={isOpen} onOpenChange={onOpenChange}>
      <Documents onChoose={onChoose} />
    </Dialog>
  )
}

function Documents({ onChoose }: Pick<AttachDialogProps, 'onChoose'>) {
  const t = useWords(words)
  const [text, search] = useState('')
  const { data, error, refetch } = useDocuments(text)
  return (
    <div className={s.documents}>
      <SearchField label={t('card.search')} value={text} onChange={search} autoFocus />
      <div className={s.scroll}>
        {error && <Problem error={error} onRetry={() => void refetch()} />}
        {!data && !error && <Skeleton rows={5} />}
        {data && (
          <PickList
            label={t('card.choose')}
            items={data.documents}
            idOf={card => card.id}
            textOf={card => card.title}
            onOpen={card => onChoose(card.id)}
            empty={<Empty icon={FileQuestion} title={t('card.none')} note={t('card.noneNote')} />}
          >
            {card => {
              const Icon = iconOf(card.kind)
              return <RowFace start={<Icon size={20} aria-hidden />} title={card.title} />
            }}
          </PickList>
        )}
      </div>
    </div>
  )
}
