/** A line or a code to take elsewhere. */
import { Copy } from 'lucide-react'
import { useWords } from '@/kernel/i18n'
import { Button } from '@/kit/button'
import { toast } from '@/kit/toast'
import { words } from '../words'
import s from './page.module.css'

interface CopyableProps {
  readonly text: string
  readonly isCode?: boolean
}

export function Copyable({ text, isCode = false }: CopyableProps) {
  const t = useWords(words)
  return (
    <div className={s.line}>
      <code className={isCode ? s.code : undefined}>{text}</code>
      <Button
        size="s"
        icon={Copy}
        onPress={() => void navigator.clipboard.writeText(text).then(() => toast(t('copied')))}
      >
        {t('copy')}
      </Button>
    </div>
  )
}
