"""The ladder of reminders (提醒阶梯): who is told what before and after a deadline, once each."""
