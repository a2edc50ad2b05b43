"""The processes that run the jobs, as the database knows them."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from diary.store.base import Base


class JobProcess(Base):
    """A process says now and then that its clock still ticks. It belongs to no clinic."""

    __tablename__ = "job_process"

    started_at: Mapped[datetime]
    seen_at: Mapped[datetime] = mapped_column(index=True)
