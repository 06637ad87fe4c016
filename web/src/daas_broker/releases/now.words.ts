/** How a release stands, told to whoever did not ask for it: nothing of it is theirs to do. */
import { defineWords } from '@/kernel/i18n'

export const words = defineWords(
  'daas_releases_now',
  {
    blocked: '보낼 수 없는 것이 있습니다: {{what}}. {{person}} 님이 고쳐서 다시 요청해야 합니다.',
    infected: '악성코드가 있어 보낼 수 없습니다: {{malware}}.',
    refused: '승인되지 않았습니다. 그 까닭은 {{person}} 님에게도 보입니다.',
    released: '승인되었습니다. {{person}} 님이 아직 받지 않았습니다. {{at}}까지 받을 수 있습니다.',
    lost: '전달이 끊겼거나 내용이 승인된 것과 달라 전달하지 않았습니다. {{person}} 님이 다시 요청해야 합니다.',
  },
  {
    blocked: 'It may not be sent: {{what}}. {{person}} has to mend it and ask again.',
    infected: 'Malware was found, so it may not be sent: {{malware}}.',
    refused: 'It was not approved. {{person}} reads why as well.',
    released: 'Approved. {{person}} has not fetched it yet and can until {{at}}.',
    lost: 'The delivery broke off, or the contents are not those that were approved. {{person}} has to ask again.',
  },
)
