import { defineWords } from '@/kernel/i18n'
import { defineRefusals } from '@/kernel/refusal-words'

export const words = defineWords(
  'daas_recording',
  {
    rec: 'REC',
    on: '녹화 중',
    title: '이 가상PC는 화면을 녹화합니다',
    lead: '업무를 시작하기 전에 읽고 확인해 주십시오. 확인하기 전에는 화면이 열리지 않습니다.',
    who: '누가',
    whoIs:
      '기관이 녹화하고, 보안담당관과 감사 담당자만 사유를 적고 볼 수 있습니다. 볼 때마다 기록이 남습니다.',
    why: '근거',
    what: '무엇을',
    whatIs: '화면과 마우스 움직임. 키 입력, 클립보드, 소리는 녹화하지 않습니다.',
    long: '보존 기간',
    longIs: '녹화가 끝난 뒤 {{count}}일. 그 뒤에는 암호 키까지 지웁니다.',
    during: '녹화하는 동안 화면 위에 빨간 REC 표시가 보입니다.',
    accept: '확인하고 열기',
    leave: '열지 않기',
    unrecorded: '녹화할 수 없어 연결을 끊었습니다',
    unrecordedNote:
      '이 가상PC는 녹화가 의무인데 지금 기록할 수 없습니다. 하던 일은 가상PC에 그대로 있습니다. 다시 연결해도 같으면 정보화 담당자에게 알려 주십시오.',
    again: '다시 연결',
    turnedOff: '정책이 바뀌어 녹화를 멈췄습니다.',
  },
  {
    rec: 'REC',
    on: 'Recording',
    title: 'The screen of this desktop is recorded',
    lead: 'Please read this before you begin. The screen does not open until you have.',
    who: 'Who',
    whoIs:
      'Your agency records it. Only security officers and auditors can watch it, must say why, and each viewing is logged.',
    why: 'Basis',
    what: 'What',
    whatIs: 'The screen and the pointer. Keys, clipboards and sound are not recorded.',
    long: 'Kept',
    longIs: '{{count}} days after the recording ends; then even its key is erased.',
    longIs_one: '1 day after the recording ends; then even its key is erased.',
    during: 'A red REC mark stays on the screen while it records.',
    accept: 'I have read it: open',
    leave: 'Do not open',
    unrecorded: 'Disconnected, because it cannot be recorded',
    unrecordedNote:
      'This desktop must be recorded, and that is not possible right now. Your work is still there. If it stays like this, tell your IT administrator.',
    again: 'Connect again',
    turnedOff: 'The policy has changed: recording has stopped.',
  },
)

defineRefusals(
  {
    recording_notice_missing: '녹화 고지를 먼저 확인해야 합니다.',
    recording_notice_changed: '고지 내용이 바뀌었습니다. 다시 읽고 확인하십시오.',
  },
  {
    recording_notice_missing: 'Read the notice of recording first.',
    recording_notice_changed: 'The notice has changed. Please read it again.',
  },
)
